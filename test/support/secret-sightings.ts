import { readFileSync, readdirSync } from "node:fs";

// The engine hands a program its configuration, decrypted, in this variable of the program's own process. That is how
// Pulumi works; what the program starts, and every other process, has no business with it.
const PROGRAM = { variable: "PULUMI_CONFIG", process: /\/@pulumi\/pulumi\/cmd\/run\/index\.js / };

/**
 * Searches the arguments and environments of all processes for texts while something runs, as often as the event
 * loop turns.
 * @param mayKnow Whether a process is one that is to have them. Default none is.
 * @returns Where one was seen: `arguments of <command line>`, `variable <NAME> of <command line>`.
 */
export async function secretSightings(
  texts: readonly string[],
  during: Promise<unknown>,
  mayKnow: (pid: string) => boolean = () => false,
): Promise<string[]> {
  const seen = new Set<string>();
  const watch = { running: true };
  const done = during.finally(() => {
    watch.running = false;
  });
  while (watch.running) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !mayKnow(name)))
      for (const where of sightingsIn(pid, texts)) seen.add(where);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  return [...seen];
}

function sightingsIn(pid: string, texts: readonly string[]): string[] {
  const holds = (text: string): boolean => texts.some((one) => text.includes(one));
  const argv = readProcess(pid, "cmdline").replaceAll("\0", " ");
  const variables = readProcess(pid, "environ")
    .split("\0")
    .filter(holds)
    .map((assignment) => assignment.slice(0, assignment.indexOf("=")))
    .filter((name) => !(name === PROGRAM.variable && PROGRAM.process.test(argv)));
  return [
    ...(holds(argv) ? [`arguments of ${argv}`] : []),
    ...variables.map((name) => `variable ${name} of ${argv}`),
  ];
}

/** Empty for a process that has ended since it was listed. */
function readProcess(pid: string, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
