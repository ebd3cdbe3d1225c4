import { NodePrograms } from "../../support/node-programs.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import { until } from "../../support/until.js";
import { ReservationScene } from "../../support/reservation-scene.js";

const IMAGE = "registry.groundplan.test/lab/busybox:1";
const SECRET = "canary-of-the-whole-5e1d";
/** Ends at once when it is asked to. */
const WAITING = `sh -c 'trap "exit 0" TERM; while :; do sleep 1; done'`;
const SMALL = { image: IMAGE, entrypoint: WAITING, network: "net", memory: 64, diskSize: 0 };

let scene: ReservationScene;
let stage: NodeStage;
let programs: NodePrograms;

beforeAll(async () => {
  [scene, stage] = await Promise.all([ReservationScene.open("whole"), openNodeStage()]);
  programs = await NodePrograms.open(stage, ["node2"]);
});

afterAll(async () => {
  await scene.close();
  await programs.close();
  await stage.close();
});

async function reserve(volume: Record<string, unknown> = {}): Promise<void> {
  scene.configure({
    reservations: {
      whole: {
        networks: { net: { range: "10.10.0.0/16", nodes: ["node1", "node2", "node3"] } },
        volumes: { data: { node: "node1", size: 1, type: "hdd", ...volume } },
        zdbs: { store: { node: "node2", size: 1, server: programs.source("zero-db") } },
        containers: {
          front: {
            ...{ ...SMALL, node: "node1", ip: "10.10.1.2", volumes: { data: "/data" } },
            environment: { STORE: "${reservations.whole.zdbs.store.namespace}" },
          },
          back: { ...SMALL, node: "node2", ip: "10.10.2.2" },
        },
      },
    },
  });
  await scene.stack.create();
  await scene.stack.setSecret(
    "reservationsSecrets.whole.containers.front.secretEnvironment.PASSWORD",
    SECRET,
  );
}

/** What a command prints in the container of a node, which has one. */
function inside(node: "node1" | "node2", command: string): Promise<string> {
  return scene.say(node, `podman exec $(podman ps --format '{{.Names}}') ${command}`);
}

/** What the container of one node hears from that of another, which speaks once. */
async function heard(by: "node1" | "node2", from: "node1" | "node2", address: string): Promise<string> {
  await scene.say(
    from,
    `podman exec -d $(podman ps --format '{{.Names}}') sh -c 'echo hello from ${from} | nc -l -p 8000'`,
  );
  return until(`${by} to hear ${from}`, () => inside(by, `nc -w 10 ${address} 8000`).catch(() => undefined));
}

test("a reservation over three nodes comes up, works, stands, changes and leaves nothing", async () => {
  await reserve();
  const before = await scene.traces();
  await scene.make("up");

  expect(await heard("node1", "node2", "10.10.2.2")).toBe("hello from node2");
  expect(await heard("node2", "node1", "10.10.1.2")).toBe("hello from node1");
  const third = "ip netns exec $(ls /run/netns | grep '^n-') ping -c 1 -W 10 10.10.3.1";
  expect(await scene.say("node1", third)).toContain("1 received");
  expect(await inside("node1", `sh -c 'echo "$PASSWORD $STORE"'`)).toMatch(
    new RegExp(`^${SECRET} zdb-\\w{13}$`),
  );
  expect(await inside("node1", "sh -c 'echo kept >/data/file; df -k /data | tail -1'")).toContain("/data");
  const reserved = (await scene.stack.outputs())["reservations"];
  expect(reserved).toMatchObject({
    whole: {
      state: "deploy",
      containers: { front: "10.10.1.2", back: "10.10.2.2" },
      networks: { net: { node1: "10.10.1.0/24", node2: "10.10.2.0/24", node3: "10.10.3.0/24" } },
    },
  });
  expect(JSON.stringify(await scene.stack.state()).includes(SECRET)).toBe(false);
  expect(await scene.say("node1", `grep -l '${SECRET}' /proc/[0-9]*/cmdline 2>/dev/null || :`)).toBe("");

  expect((await scene.stack.preview()).changes).toEqual([]);
  await scene.make("refresh");
  expect((await scene.stack.preview()).changes).toEqual([]);

  await reserve({ size: 2 });
  const changes = (await scene.stack.preview()).changes.map(
    ({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`,
  );
  expect(changes.sort()).toEqual(["update whole-document", "update whole-volume-data"]);
  await scene.make("up");
  expect(await inside("node1", "cat /data/file")).toBe("kept");

  await scene.make("destroy");
  expect(await scene.traces()).toBe(before);
});
