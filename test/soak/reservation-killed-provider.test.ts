import type { Deployed } from "../support/kind-stage.js";
import { openNodeStage, type NodeStage } from "../support/node-stage.js";
import { until } from "../support/until.js";

/** Stands before the real program and waits at one of its calls, until the test lets it go on. */
const WAITING_BTRFS = `cat >/usr/local/sbin/btrfs <<'EOF'
#!/bin/sh
echo "$*" >>/root/btrfs-calls
if [ "$(wc -l </root/btrfs-calls)" = "$(cat /root/btrfs-wait-at)" ]; then
  : >/root/btrfs-waits
  while [ -e /root/btrfs-waits ]; do sleep 0.02; done
fi
exec REAL "$@"
EOF
chmod 755 /usr/local/sbin/btrfs`;

let stage: NodeStage;
let btrfs: string;

beforeAll(async () => {
  stage = await openNodeStage();
  btrfs = await stage.say("node3", "PATH=$PATH:/sbin:/usr/sbin; command -v btrfs");
  await stage.say("node3", `${btrfs} quota enable /mnt/ssd; echo 0 >/root/btrfs-wait-at`);
  await stage.say("node3", WAITING_BTRFS.replace("REAL", btrfs));
});

afterAll(async () => {
  await stage.say("node3", "rm -f /usr/local/sbin/btrfs /root/btrfs-*");
  await stage.close();
});

function wanted(size = 1) {
  return stage.inputs("Volume", "data", { node: "node3", size, type: "ssd" });
}

/** Folders, limits and records of volumes. */
function traces(): Promise<string> {
  return stage.say(
    "node3",
    `ls -d /mnt/ssd/volume-* /var/lib/groundplan/w/volume-* 2>/dev/null || :
    ${btrfs} qgroup show -r --raw /mnt/ssd | awk '$4 ~ "^[0-9]+$" { print $4 }'`,
  );
}

/** Begins an operation and kills the provider with SIGKILL while the node is at a call of the program. */
async function killedAt(call: number, operation: () => Promise<unknown>): Promise<void> {
  await stage.say("node3", `rm -f /root/btrfs-*; echo ${call} >/root/btrfs-wait-at`);
  const outcome = operation().then(
    () => "done",
    () => "failed",
  );
  await until(`call ${call}`, async () => (await stage.on("node3", "test -e /root/btrfs-waits")).code === 0);
  stage.provider.signal("SIGKILL");
  expect(await outcome).toBe("failed");
  await stage.nextCommand();
  await stage.say("node3", "echo 0 >/root/btrfs-wait-at; rm -f /root/btrfs-waits");
}

async function expectWhole(deployed: Deployed, size: number): Promise<void> {
  expect(deployed.properties).toMatchObject({ size, drift: [] });
  const limit = String(size * 2 ** 30);
  expect(await traces()).toBe(
    [`/mnt/ssd/${deployed.id}`, `/var/lib/groundplan/w/${deployed.id}`, limit].join("\n"),
  );
  await stage.nextCommand();
  expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
}

test.each([
  [1, "before the subvolume is made"],
  [2, "before its number is known"],
  [3, "before it is limited"],
  [4, "while it is looked at"],
])("the provider is killed at call %i of a creation: %s", async (call) => {
  await killedAt(call, () => stage.up(wanted()));
  const deployed = await stage.up(wanted());
  await expectWhole(deployed, 1);
  await stage.delete(deployed);
  expect(await traces()).toBe("");
});

test.each([
  [1, "while it is looked at"],
  [3, "before it is known what is used"],
  [4, "before the limit is raised"],
])("the provider is killed at call %i of a change: %s", async (call) => {
  const before = await stage.up(wanted());
  await killedAt(call, () => stage.up(wanted(2), before));
  const deployed = await stage.up(wanted(2), before);
  await expectWhole(deployed, 2);
  await stage.delete(deployed);
});

test.each([
  [1, "before the subvolume is removed"],
  [3, "while its content goes"],
  [4, "before its limit is removed"],
])("the provider is killed at call %i of a deletion: %s", async (call) => {
  const deployed = await stage.up(wanted());
  await killedAt(call, () => stage.delete(deployed));
  await stage.delete(deployed);
  expect(await traces()).toBe("");
});
