import { createHash } from "node:crypto";
import { workloadId } from "../../../providers/node/workload-id.js";
import type { Deployed } from "../../support/kind-stage.js";
import { ProviderError } from "../../support/provider-wire.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";

const GIB = 2 ** 30;
const NEAR = 64 * 1024;

let stage: NodeStage;

beforeAll(async () => {
  stage = await openNodeStage();
});

afterAll(() => stage.close());

function volume(name: string, rest: Record<string, string | number | boolean> = {}) {
  return stage.inputs("Volume", name, { node: "node1", size: 1, type: "ssd", ...rest });
}

function pathOf({ properties: { path } }: Deployed): string {
  if (typeof path !== "string") throw new Error("the volume has no path");
  return path;
}

/** Everything that the node has of volumes: folders, records, and limits of subvolumes that are there no more. */
function traces(): Promise<string> {
  return stage.say(
    "node1",
    `ls -d /mnt/*/volume-* /var/lib/groundplan/w/volume-* 2>/dev/null || :
    for pool in /mnt/ssd /mnt/hdd; do
      btrfs subvolume list "$pool" | awk '{ print "0/" $2 }' >/tmp/subvolumes
      echo 0/5 >>/tmp/subvolumes
      btrfs qgroup show --raw "$pool" 2>/dev/null | awk '$1 ~ "^0/" { print $1 }' | grep -vxFf /tmp/subvolumes || :
    done`,
  );
}

test("a volume is filled to its limit and no further, grows and shrinks with its data, and leaves nothing", async () => {
  const before = await traces();
  const preview = await stage.preview(volume("data"));
  expect(preview.said).toContain("make a volume of 1 GiB of ssd on node1");
  expect(await traces()).toBe(before);

  let data = await stage.up(volume("data"));
  const path = pathOf(data);
  expect(path).toBe(`/mnt/ssd/${data.id}`);
  expect(data.properties["drift"]).toEqual([]);

  await stage.say("node1", `dd if=/dev/zero of=${path}/filler bs=1M 2>/dev/null || :; sync`);
  const size = Number(await stage.say("node1", `stat -c %s ${path}/filler`));
  expect(size).toBeLessThanOrEqual(GIB);
  expect(size).toBeGreaterThanOrEqual(GIB - NEAR);

  data = await stage.up(volume("data", { size: 2 }), data);
  await stage.say("node1", `head -c 300M /dev/urandom >${path}/kept; sync`);
  const sum = await stage.say("node1", `sha256sum <${path}/kept`);

  await stage.nextCommand();
  await expect(stage.preview(volume("data", { size: 1 }), data)).rejects.toThrow(
    /cannot shrink to 1 GiB: 1\.29\d GiB are used/,
  );
  await expect(stage.up(volume("data", { size: 1 }), data)).rejects.toThrow(/cannot shrink to 1 GiB/);
  await stage.say("node1", `rm ${path}/filler; sync; btrfs filesystem sync /mnt/ssd`);
  await stage.nextCommand();
  expect((await stage.preview(volume("data", { size: 1 }), data)).said).toContain(
    "shrink from 2 GiB to 1 GiB",
  );
  data = await stage.up(volume("data", { size: 1 }), data);
  expect(await stage.say("node1", `sha256sum <${path}/kept`)).toBe(sum);

  await stage.nextCommand();
  expect(await stage.refresh(data)).toEqual(data);
  await stage.delete(data);
  expect(await traces()).toBe(before);
  await stage.delete(data);
});

test("what was changed on the node is shown by a refresh, and repaired", async () => {
  const wanted = volume("changed");
  let changed = await stage.up(wanted);
  const path = pathOf(changed);
  const tampered: readonly [string, Record<string, unknown>][] = [
    [`btrfs qgroup limit 3G ${path}`, { size: 3 }],
    [`btrfs qgroup limit none ${path}`, { size: 0, drift: ["limit: missing"] }],
    [`btrfs subvolume delete ${path}`, { drift: ["volume: missing"] }],
  ];
  for (const [tampering, difference] of tampered) {
    await stage.say("node1", tampering);
    await stage.nextCommand();
    const refreshed = await stage.refresh(changed);
    expect(refreshed.properties).toEqual({ ...changed.properties, ...difference });
    const repaired = await stage.up(wanted, refreshed);
    expect(repaired.properties).toEqual(changed.properties);
    expect(await stage.refresh(repaired)).toEqual({ ...repaired, changed: true });
    changed = repaired;
  }
  await stage.delete(changed);
});

test("a folder that stands where the volume was is not touched", async () => {
  const made = await stage.up(volume("replaced"));
  const path = pathOf(made);
  await stage.say("node1", `btrfs subvolume delete ${path}; mkdir ${path}; echo mine >${path}/file`);
  await stage.nextCommand();
  const refreshed = await stage.refresh(made);
  expect(refreshed.properties).toEqual({ ...made.properties, drift: ["volume: missing"] });
  await expect(stage.up(volume("replaced"), refreshed)).rejects.toThrow(/is no subvolume; move it away/);
  await stage.nextCommand();
  await expect(stage.delete(made)).rejects.toThrow(/is no subvolume/);
  expect(await stage.say("node1", `cat ${path}/file; rm -r ${path}`)).toBe("mine");
  await stage.delete(made);
  expect(await traces()).toBe("");
});

test("a mounted volume is not removed, and the limit holds after a reboot", async () => {
  const mounted = await stage.up(volume("mounted"));
  const path = pathOf(mounted);
  await stage.say("node1", `mkdir -p /root/mnt; mount --bind ${path} /root/mnt`);
  await expect(stage.delete(mounted)).rejects.toThrow(/the volume is mounted by the process \d+/);
  expect(await stage.say("node1", `ls -d ${path}`)).toBe(path);

  await stage.restartNode("node1");
  await stage.nextCommand();
  expect(await stage.refresh(mounted)).toEqual(mounted);
  expect(await stage.up(volume("mounted"), mounted)).toMatchObject({ changed: false });
  await stage.delete(mounted);
});

test("what the node cannot give is refused in the preview, and before anything is made", async () => {
  const before = await traces();
  const large = volume("large", { size: 100_000 });
  await expect(stage.preview(large)).rejects.toThrow(
    /not enough free ssd: 102400000 MiB wanted, \d+ MiB free/,
  );
  await expect(stage.up(large)).rejects.toThrow(/not enough free ssd: 102400000 MiB wanted, \d+ MiB free/);
  expect(await traces()).toBe(before);
});

test("a creation that stops half-way is remembered, and goes on when the way is free", async () => {
  const place = `/mnt/ssd/${workloadId("volume", "abc123/shop/dev/late")}`;
  await stage.say("node1", `mkdir ${place}`);
  const checked = await stage.provider.check({}, volume("late"));
  const failure: unknown = await stage.provider.create(checked.inputs).catch((error: unknown) => error);
  if (!(failure instanceof ProviderError) || failure.saved === undefined) throw new Error("nothing is kept");
  const { id, properties, reasons } = failure.saved;
  expect(reasons.join()).toContain("is no subvolume; move it away");
  expect(properties["drift"]).toEqual(["setup: not finished"]);
  await stage.say("node1", `rmdir ${place}`);
  const late = await stage.up(volume("late"), { id, properties, inputs: checked.inputs });
  expect(late.properties).toMatchObject({ path: place, drift: [] });
  await stage.delete(late);
  expect(await traces()).toBe("");
});

test("a full disk is told as such, and leaves nothing half", async () => {
  await stage.say(
    "node1",
    `mkdir -p /var/lib/groundplan/w; mount -t tmpfs -o size=4k none /var/lib/groundplan/w
    head -c 4k /dev/zero >/var/lib/groundplan/w/filler`,
  );
  await expect(stage.up(volume("crowded"))).rejects.toThrow(/cannot write below .*: is the disk full\?/);
  expect(await stage.say("node1", "ls /var/lib/groundplan/w; umount /var/lib/groundplan/w")).toBe("filler");
  expect(await traces()).toBe("");
});

test("two stacks have volumes of the same name on one node, and none touches the other's", async () => {
  const other = await openNodeStage({ installation: "xyz789", user: "groundplan" });
  try {
    const inputs = (at: NodeStage) => at.inputs("Volume", "same", { node: "node1", size: 1, type: "hdd" });
    const [mine, theirs] = await Promise.all([stage.up(inputs(stage)), other.up(inputs(other))]);
    expect(mine.id).not.toBe(theirs.id);
    await stage.say("node1", `echo theirs >${pathOf(theirs)}/file`);
    const digest = createHash("sha256").update("theirs\n").digest("hex");
    await stage.delete(mine);
    await other.nextCommand();
    expect(await other.refresh(theirs)).toEqual(theirs);
    expect(await stage.say("node1", `sha256sum <${pathOf(theirs)}/file`)).toContain(digest);
    await other.delete(theirs);
  } finally {
    await other.close();
  }
});
