import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { smallCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { pushTestImage } from "../../support/registry.js";
import { finished, TestStack } from "../../support/stack.js";

/** Argument lists and environments of all processes, as often as the event loop turns, searched for texts. */
async function watchProcesses(needles: readonly string[], until: Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  const watch = { running: true };
  const done = until.finally(() => {
    watch.running = false;
  });
  while (watch.running) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const argv = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        for (const needle of needles) if (argv.includes(needle)) seen.add(argv.replaceAll("\0", " "));
      } catch {
        // A process may end between being listed and being read.
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  return [...seen];
}

describe("planted secrets", () => {
  let lab: TestLab;
  let stack: TestStack;
  let registryPassword: string;
  const planted = `canary-${randomBytes(12).toString("hex")}`;
  const catalogue = smallCatalogue("secrets");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    registryPassword = readFileSync(path.join(lab.folder, "registry", "password"), "utf8").trim();
    // The flag --event-log exists only with this variable.
    stack = new TestStack(lab.folder, { PULUMI_DEBUG_COMMANDS: "true" });
    const withSecret = {
      host: "registry.groundplan.test",
      endpointFile: ".lab/registry/endpoint",
      username: "groundplan",
    };
    stack.configure({
      ...catalogue,
      registries: { lab: withSecret, spare: { host: "spare.invalid", username: "someone" } },
    });
    await stack.create();
    await stack.setSecret("registriesSecrets.lab.password", registryPassword);
    await stack.setSecret("registriesSecrets.spare.password", planted);
  });

  afterAll(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await stack.dispose();
  });

  test("appear in no output, event log, argument list or exported state", async () => {
    const secrets = [planted, registryPassword];
    const events = path.join(stack.folder, "events.json");
    const run = finished(stack.startMake("up"));
    const argvs = await watchProcesses(secrets, run);
    expect(argvs).toEqual([]);
    const { code, output } = await run;
    expect(code).toBe(0);
    const preview = await stack.pulumi("preview", "--diff", "--stack", stack.name, "--event-log", events);
    const refresh = await stack.make("refresh");
    const state = await stack.pulumi("stack", "export", "--stack", stack.name);
    const eventLog = readFileSync(events, "utf8");
    expect(state.stdout).toContain("resources");
    for (const secret of secrets) {
      for (const encoded of [
        secret,
        Buffer.from(secret).toString("base64"),
        Buffer.from(`groundplan:${secret}`).toString("base64"),
      ]) {
        for (const text of [output, preview.output, refresh.output, state.output, eventLog])
          expect(text).not.toContain(encoded);
      }
    }
  });

  test("a wrong password is explained without being shown, and a rotated one replaces nothing", async () => {
    const wrong = `wrong-${planted}`;
    const set = (secret: string): Promise<void> => stack.setSecret("registriesSecrets.lab.password", secret);
    await set(wrong);
    const refused = await stack.make("preview");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/registry\.groundplan\.test/);
    expect(refused.output).toMatch(/password|credential|unauthori[sz]ed/i);
    expect(refused.output).not.toContain(wrong);
    await set(registryPassword);
    expect((await stack.preview()).changes).toEqual([]);
    expect(await stack.make("refresh")).toMatchObject({ code: 0 });
  });
});
