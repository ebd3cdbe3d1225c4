import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identify } from "../../../lab/host/processes.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import { secret, startPlugin, UNKNOWN, urnOf, type PluginProcess } from "../../support/plugin-process.js";
import { until } from "../../support/until.js";
import { tempFolder } from "./temp-folder.js";

jest.setTimeout(30_000);

const COMMAND = { type: "command:local:Command", name: "cmd" };

describe("local.Command of the command stand-in", () => {
  let plugin: PluginProcess;
  let engine: FakeEngine;
  let folder: string;
  const log = () => readFileSync(path.join(folder, "log"), "utf8");

  beforeAll(async () => {
    folder = tempFolder();
    engine = await startFakeEngine();
    plugin = await startPlugin("command", {
      engine: engine.address,
      cwd: folder,
      env: { AMBIENT: "from-engine" },
    });
    await plugin.configure({});
  });

  afterEach(() => {
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
  });

  afterAll(async () => {
    await plugin.stop();
    engine.kill();
  });

  it("tells the version of the npm package", async () => {
    expect(await plugin.version()).toBe("1.2.1");
  });

  it("runs nothing in a preview, where what it would print is unknown", async () => {
    const inputs = { create: "echo ran > log" };
    const { id, properties } = await plugin.create(COMMAND, inputs, { preview: true });
    expect(id).toBe("");
    expect(properties).toMatchObject({ ...inputs, stdout: UNKNOWN, stderr: UNKNOWN });
    expect(
      await plugin.update(COMMAND, "cmd1", { ...inputs, stdout: "old" }, inputs, { preview: true }),
    ).toMatchObject({
      stdout: UNKNOWN,
    });
    expect(log).toThrow("ENOENT");
  });

  it("creates, updates and deletes, each with its own command and what the last one printed", async () => {
    const inputs = {
      create: "echo created; echo loud >&2; echo create >> log",
      update: 'echo "updated after $PULUMI_COMMAND_STDOUT"; echo update >> log',
      delete: 'echo "delete after $PULUMI_COMMAND_STDOUT" >> log',
    };
    const { id, properties } = await plugin.create(COMMAND, inputs);
    expect(id).toMatch(/^cmd[0-9a-f]{8}$/);
    expect(properties).toEqual({ ...inputs, stdout: "created", stderr: "loud" });

    const state = await plugin.update(COMMAND, id, properties, { ...inputs, environment: { A: "1" } });
    expect(state).toMatchObject({ stdout: "updated after created", stderr: "" });
    await plugin.delete(COMMAND, id, state);
    expect(log()).toBe("create\nupdate\ndelete after updated after created\n");
  });

  it("runs the create command again where there is none for updates, and nothing where there is none at all", async () => {
    const inputs = { create: "echo again >> log; echo $VALUE", environment: { VALUE: "1" } };
    const { id, properties } = await plugin.create(COMMAND, inputs);
    const state = await plugin.update(COMMAND, id, properties, { ...inputs, environment: { VALUE: "2" } });
    expect(state["stdout"]).toBe("2");
    await plugin.delete(COMMAND, id, state);
    expect(log()).toBe("again\nagain\n");
    expect((await plugin.create(COMMAND, { delete: "true" })).properties).toMatchObject({
      stdout: "",
      stderr: "",
    });
  });

  it("does not hand over what the last one printed when told not to", async () => {
    const inputs = { create: 'echo "[$PULUMI_COMMAND_STDOUT]"', addPreviousOutputInEnv: false };
    const { id, properties } = await plugin.create(COMMAND, inputs);
    const state = await plugin.update(COMMAND, id, properties, { ...inputs, environment: { A: "1" } });
    expect(state["stdout"]).toBe("[]");
  });

  it("takes stdin, environment, folder and interpreter as given, on top of the engine's own environment", async () => {
    const { properties } = await plugin.create(COMMAND, {
      create:
        "import os, sys; print(os.getcwd(), os.environ['GIVEN'], os.environ['AMBIENT'], sys.stdin.read())",
      interpreter: ["python3", "-c"],
      environment: { GIVEN: "given" },
      stdin: "from stdin",
      dir: "/",
    });
    expect(properties["stdout"]).toBe("/ given from-engine from stdin");
  });

  it("shows the output under the resource as far as wished", async () => {
    const create = "echo out; echo err >&2; printf unfinished";
    const loud = { type: COMMAND.type, name: "loud" };
    await plugin.create(loud, { create });
    await until("the log", () => engine.about(urnOf(loud)).length === 3);
    expect(engine.about(urnOf(loud)).sort()).toEqual(["err", "out", "unfinished"]);
    const quiet = { type: COMMAND.type, name: "quiet" };
    await plugin.create(quiet, { create, logging: "stderr" });
    await until("the log", () => engine.about(urnOf(quiet)).length === 1);
    expect(engine.about(urnOf(quiet))).toEqual(["err"]);
  });

  it("fails with the exit status and what was printed, and records nothing", async () => {
    const failing = plugin.create(COMMAND, { create: "echo half; echo reason >&2; exit 3" });
    await expect(failing).rejects.toThrow(/exit status 3: running "echo half.*half\nreason|reason\nhalf/s);
    await expect(failing).rejects.toMatchObject({ saved: undefined });
    await expect(plugin.create(COMMAND, { create: "true", dir: "/nonexistent" })).rejects.toThrow(
      "/nonexistent",
    );
    await expect(plugin.create(COMMAND, { create: "x", interpreter: ["no-such-program"] })).rejects.toThrow(
      "cannot run no-such-program",
    );
  });

  it("keeps secrets out of logs and errors, and records what they lead to as secret", async () => {
    const inputs = { create: "echo value $TOKEN", environment: { TOKEN: secret("canary-token") } };
    const discreet = { type: COMMAND.type, name: "discreet" };
    const { properties } = await plugin.create(discreet, inputs);
    expect(properties["stdout"]).toEqual(secret("value canary-token"));
    expect(properties["environment"]).toEqual(inputs.environment);
    await until("the log", () => engine.about(urnOf(discreet)).length === 1);
    expect(engine.about(urnOf(discreet))).toEqual(["value [secret]"]);

    const failing = plugin.create(COMMAND, { create: secret("echo canary-word; exit 1") });
    await expect(failing).rejects.toThrow("exit status 1");
    await expect(failing).rejects.not.toThrow("canary-word");
  });

  it("collects files as assets and as one archive", async () => {
    const { properties } = await plugin.create(COMMAND, {
      create:
        "mkdir -p assets/logos src && echo a > assets/logos/logo.svg && echo b > src/index.js && echo c > src/secret.js",
      assetPaths: ["assets/**", "src/**.js", "!**secret.*"],
      archivePaths: ["src/*.js"],
    });
    const assets = properties["assets"] as Record<string, { path: string; hash: string }>;
    expect(Object.keys(assets)).toEqual(["assets/logos/logo.svg", "src/index.js"]);
    expect(assets["src/index.js"]).toMatchObject({
      path: path.join(folder, "src/index.js"),
      hash: "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f",
    });
    expect(Object.keys((properties["archive"] as { assets: object }).assets)).toEqual([
      "src/index.js",
      "src/secret.js",
    ]);
  });

  it("replaces when a trigger changes and updates when anything else does", async () => {
    const inputs = { create: "true", triggers: ["a", { b: 1 }], environment: { A: "1" } };
    const { id, properties } = await plugin.create(COMMAND, inputs);
    const diff = (news: object) => plugin.diff(COMMAND, id, properties, { ...inputs, ...news });
    expect(await diff({})).toMatchObject({ changes: false });
    expect(await diff({ environment: { A: "2" } })).toMatchObject({
      details: { "environment.A": "update" },
      replaces: [],
    });
    expect(await diff({ triggers: ["a", { b: 2 }] })).toMatchObject({ replaces: ["triggers[1].b"] });
    expect(await diff({ triggers: [UNKNOWN, { b: 1 }] })).toMatchObject({ replaces: ["triggers[0]"] });
    expect(await diff({ delete: "false" })).toMatchObject({ details: { delete: "add" } });
  });

  it("stops a running command, and what it has started, when the user interrupts or its time is over", async () => {
    // Nothing runs in a process that was told to stop.
    const interrupted = await startPlugin("command", { engine: engine.address, cwd: folder });
    const slow = { create: "sleep 600 & echo $! > pid; wait" };
    const pid = () => Number(readFileSync(path.join(folder, "pid"), "utf8"));
    await expect(interrupted.create(COMMAND, slow, { timeout: 1 })).rejects.toThrow("signal SIGTERM");
    await until("the sleeper to end", () => isGone(pid()));

    writeFileSync(path.join(folder, "pid"), "");
    const running = interrupted.create(COMMAND, slow).catch((error: unknown) => error);
    await until("the sleeper", () => pid() > 0);
    await interrupted.cancel();
    expect(await running).toMatchObject({ message: expect.stringContaining("signal SIGTERM") as string });
    await until("the sleeper to end", () => isGone(pid()));
    await interrupted.stop();
  });

  it("runs a command on every preview through the function", async () => {
    const { stdout } = await plugin.invoke("command:local:run", { command: "echo now" });
    expect(stdout).toBe("now");
  });

  it("keeps what is recorded when it is refreshed", async () => {
    const { id, properties } = await plugin.create(COMMAND, { create: "echo 1" });
    expect(await plugin.read(COMMAND, id, properties, { create: "echo 1" })).toEqual({
      id,
      properties,
      inputs: { create: "echo 1" },
    });
  });
});

function isGone(pid: number): boolean {
  return identify(pid) === undefined;
}
