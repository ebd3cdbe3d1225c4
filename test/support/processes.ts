import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** A running process as /proc shows it. */
export interface RunningProcess {
  readonly pid: number;
  readonly argv: readonly string[];
  /** Working folder; empty when it cannot be read. */
  readonly cwd: string;
}

/** All processes, as of now; one that ends while it is read is left out. */
export function runningProcesses(): RunningProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const argv = readFileSync(`/proc/${name}/cmdline`, "utf8")
          .split("\0")
          .filter((word) => word !== "");
        return argv.length === 0 ? [] : [{ pid: Number(name), argv, cwd: readlinkSync(`/proc/${name}/cwd`) }];
      } catch {
        return [];
      }
    });
}

/** The processes that serve the dynamic resources of the project in a folder. */
export function dynamicProviders(folder: string): RunningProcess[] {
  return runningProcesses().filter(
    (one) =>
      one.cwd === folder &&
      one.argv.some((word) => word.includes("cmd/dynamic-provider")) &&
      one.argv[0]?.endsWith("node"),
  );
}

/** The processes that serve `@pulumi/kubernetes` to the project in a folder. */
export function kubernetesPlugins(folder: string): RunningProcess[] {
  return runningProcesses().filter(
    (one) =>
      one.cwd === folder &&
      one.argv.some((word) => /resource-kubernetes|plugins\/kubernetes\/main/.test(word)),
  );
}

/** The engine itself, working in a folder. */
export function engines(folder: string): RunningProcess[] {
  return runningProcesses().filter((one) => one.cwd === folder && one.argv[0]?.endsWith("/pulumi"));
}

/** The programs of the project in a folder, as the engine's language host runs them. */
export function programs(folder: string): RunningProcess[] {
  return runningProcesses().filter(
    (one) => one.argv.some((word) => word.includes("cmd/run/index.js")) && one.argv.includes(folder),
  );
}
