import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { providerText } from "../../../providers/runtime/provider-text.js";
import ensureBuilt from "../../support/built.js";
import { ExplorerScene } from "../../support/explorer/scene.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import { type Properties, type ProviderProcess, startProvider } from "../../support/provider-process.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

const CANARY = "canary-77aa";
const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/reservation:Zdb::store";

let scene: ExplorerScene;
let engine: FakeEngine;
let project: string;
let provider: ProviderProcess;
let inputs: Properties;

beforeAll(() => {
  ensureBuilt();
});
beforeEach(async () => {
  [scene, engine] = await Promise.all([ExplorerScene.open(), startFakeEngine()]);
  project = mkdtempSync(join(tmpdir(), "groundplan-explorer-"));
  for (const name of ["node_modules", "dist", "package.json"])
    symlinkSync(join(resolve(__dirname, "../../.."), name), join(project, name));
  provider = await start();
  inputs = {
    ...{ __urn: URN, __provider: providerText("reservation.Zdb"), explorer: "grid" },
    ...{ node: scene.node1.nodeId, pool: await scene.pool(), size: 10, password: CANARY },
  };
});
afterEach(async () => {
  await provider.stop();
  engine.kill();
  await scene.close();
  rmSync(project, { recursive: true });
});

const start = (): Promise<ProviderProcess> =>
  startProvider({
    project,
    engine: engine.address,
    config: Object.fromEntries(
      Object.entries({ installation: "abc123", ...scene.sections() }).map(([key, section]) => [
        `groundplan:${key}`,
        typeof section === "string" ? section : JSON.stringify(section),
      ]),
    ),
  });

/** Arguments and environments of all processes, as far as they can be read. */
function processes(): string {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => ["cmdline", "environ"].map((file) => `/proc/${pid}/${file}`))
    .map((file) => {
      try {
        return readFileSync(file, "latin1");
      } catch {
        return "";
      }
    })
    .join("\n");
}

test("a workload lives on an explorer through the provider process, and its secret is nowhere", async () => {
  await provider.check({}, { ...inputs, __preview: true });
  const checked = await provider.check({}, inputs);
  expect(checked.failures).toEqual([]);
  expect(engine.about(URN).join("\n")).toContain("order zdb on node");
  const made = await provider.create(checked.inputs);
  expect(made.properties).toMatchObject({ port: 9900, drift: [] });
  expect((await provider.diff(made.id, made.properties, checked.inputs)).changes).toBe(false);
  expect((await provider.read(made.id, made.properties)).inputs).toBeUndefined();
  const workloads = [...scene.server.world.workloads.values()];
  expect([...scene.node1.secrets.values()]).toEqual([CANARY]);
  const shown = [made, engine.lines, provider.output(), workloads].map((part) => JSON.stringify(part));
  expect([...shown, processes()].join("\n")).not.toContain(CANARY);
  await provider.delete(made.id, made.properties);
  expect((await provider.read(made.id, made.properties)).id).toBe("");
});

test.each(["before", "after"] as const)(
  "kill -9 %s the order is kept: the next command orders nothing twice",
  async (killed) => {
    scene.server.interfere = ({ method, path }, moment) => {
      if (method !== "POST" || path !== "/reservations/workloads" || moment !== killed) return undefined;
      provider.signal("SIGKILL");
      return "drop";
    };
    const { inputs: checked } = await provider.check({}, inputs);
    await expect(provider.create(checked)).rejects.toThrow();
    scene.server.interfere = () => undefined;
    await provider.stop();
    provider = await start();
    const made = await provider.create(checked);
    expect(made.properties).toMatchObject({ drift: [] });
    expect(scene.server.world.workloads.size).toBe(1);
    await provider.delete(made.id, made.properties);
    expect([...scene.server.world.workloads.values()]).toMatchObject([{ nextAction: 6 }]);
  },
);
