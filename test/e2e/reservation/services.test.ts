import { readFileSync } from "node:fs";
import { connectNode } from "../../../clients/node/connect.js";
import type { NodeClient } from "../../../clients/node/types.js";
import { nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { SERVICES } from "../../../providers/node/scripts/services.sh.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import { until } from "../../support/until.js";

let stage: NodeStage;
let client: NodeClient;

beforeAll(async () => {
  stage = await openNodeStage();
  await connect();
});

afterAll(async () => {
  await client.close();
  await stage.close();
});

async function connect(): Promise<void> {
  const { address, port, hostKey, privateKeyFile } = nodeAccess(labFolder(stage.lab.folder), "node2");
  client = await connectNode({
    ...{ address, port, user: "root", hostKeys: [hostKey], hostKeysAt: "a test" },
    credential: { type: "key", privateKey: readFileSync(privateKeyFile, "utf8"), at: "a test" },
    lockedBy: "a test",
  });
}

/** Runs a script with the functions of services. */
function run(text: string): Promise<unknown> {
  const whole = `${RECORDS}${SERVICES}${text}\nanswer text state "\${state:-}" text changed "\${changed:-}"`;
  return client.run({ name: "test", text: whole }, {});
}

async function stateOf(service: string): Promise<unknown> {
  const answer = await run(`service_state ${service}`);
  return typeof answer === "object" && answer !== null && "state" in answer ? answer.state : undefined;
}

function remove(...services: readonly string[]): Promise<unknown> {
  return run(services.map((id) => `service_remove ${id}`).join("\n"));
}

test("a service that is killed comes back, and is another one only when its texts change", async () => {
  const define = `service_define web simple 'exec sleep 7001' 'echo ended >>/root/ended'`;
  const twice = `${define}
    changed=$service_changed
    service_start web
    ${define}
    changed="$changed $service_changed"
    service_state web`;
  expect(await run(twice)).toEqual({ changed: "true false", state: "running" });
  const pid = await stage.say("node2", "pgrep -fx 'sleep 7001'");
  await stage.say("node2", `kill -9 ${pid}`);
  expect(await stateOf("web")).toBe("restarting");
  await until("it to come back", async () => (await stateOf("web")) === "running");
  expect(await stage.say("node2", "pgrep -fx 'sleep 7001'")).not.toBe(pid);
  expect(await stage.say("node2", "cat /root/ended")).toBe("ended");

  await run("service_stop web");
  expect(await stateOf("web")).toBe("stopped");
  expect((await stage.on("node2", "pgrep -fx 'sleep 7001'")).code).toBe(1);
  await remove("web");
  expect(await stateOf("web")).toBe("missing");
});

test("ending a service ends what it has started, also when it does not want to", async () => {
  const stubborn = `trap "" TERM\nsleep 7002 &\nsleep 7003`;
  await run(`service_define deaf simple '${stubborn}' ''\nservice_start deaf`);
  const sleepers = "pgrep -fx 'sleep 700[23]'";
  await until("both to run", async () => (await stage.on("node2", sleepers)).out.split("\n").length > 2);
  await remove("deaf");
  expect((await stage.on("node2", sleepers)).code).toBe(1);
});

test("a supervisor that was killed leaves nothing behind that runs twice", async () => {
  await run(`service_define alone simple 'exec sleep 7004' ''\nservice_start alone`);
  await stage.say("node2", "pkill -9 -f '[s]upervise alone'");
  expect(await stateOf("alone")).toBe("stopped");
  await run("service_start alone");
  expect(await stage.say("node2", "pgrep -fx 'sleep 7004' | wc -l")).toBe("1");
  await remove("alone");
});

test("a service that crashes four times within a minute has failed, until it is started again", async () => {
  await run(`service_define crash simple 'echo begun >>/root/begun; false' ''\nservice_start crash`);
  await until("it to fail", async () => (await stateOf("crash")) === "failed");
  expect(await stage.say("node2", "wc -l </root/begun")).toBe("4");
  await run(`service_define crash simple 'exec sleep 7005' ''\nservice_start crash`);
  expect(await stateOf("crash")).toBe("running");
  await remove("crash");
});

test("what is done once is done when it was started, and says why it was not", async () => {
  await run(`service_define once oneshot 'echo once >>/root/once' 'echo undone >>/root/once'
    service_start once
    service_start once`);
  expect(await stateOf("once")).toBe("done");
  await remove("once");
  expect(await stage.say("node2", "cat /root/once")).toBe("once\nundone");

  const failing = `service_define wrong oneshot 'echo there is no such device >&2; exit 3' ''`;
  await expect(run(`${failing}\nservice_start wrong`)).rejects.toThrow(
    /there is no such device; wrong does not start/,
  );
  expect(await stateOf("wrong")).toBe("failed");
  await remove("wrong");
});

test("after a reboot everything begins again in its order, and what fails stops nothing", async () => {
  await run(`
    service_define last simple "echo last >>/root/order; exec sleep 7006" '' 40
    service_define first oneshot "echo first >>/root/order" '' 10
    service_define broken oneshot 'exit 1' '' 20
    service_define second oneshot "echo second >>/root/order" '' 30
    service_start first
    service_start last`);
  await stage.say("node2", "rm /root/order");
  await client.close();
  await stage.restartNode("node2");
  await connect();
  await until("the last one to run", async () => (await stateOf("last")) === "running");
  expect(await stage.say("node2", "cat /root/order")).toBe("first\nsecond\nlast");
  expect([await stateOf("first"), await stateOf("broken")]).toEqual(["done", "failed"]);
  await remove("first", "broken", "second", "last");
  expect(await stage.say("node2", "ls /var/lib/groundplan/s")).toBe("");
});
