import { openNodeStage, type NodeStage } from "../../support/node-stage.js";

let stage: NodeStage;

beforeAll(async () => {
  stage = await openNodeStage();
});

afterAll(async () => {
  await stage.lab.up();
  await stage.close();
});

function volume(node: string, rest: Record<string, string | number> = {}) {
  return stage.inputs("Volume", `on-${node}`, { node, size: 1, type: "hdd", ...rest });
}

test("a dead node is a warning in previews and refreshes, an error in updates, and can be abandoned", async () => {
  const dead = await stage.up(volume("node2"));
  await stage.lab.kill("node2-sshd");
  await stage.nextCommand();

  const nothing = { changes: false, replaces: [], said: "" };
  expect(await stage.preview(volume("node2"), dead)).toEqual(nothing);
  const alive = await stage.up(volume("node1"));
  expect((await stage.preview(volume("node2", { size: 2 }), dead)).said).toMatch(
    /what will be done is not known: .*cannot connect/,
  );
  expect(await stage.refresh(dead)).toEqual(dead);
  expect(stage.said("Volume", "on-node2")).toMatch(/cannot connect.*the last known state is kept/);
  await expect(stage.up(volume("node2", { size: 2 }), dead)).rejects.toThrow(/cannot connect/);
  await expect(stage.delete(dead)).rejects.toThrow(/set `onUnreachable: abandon`/);

  const leaving = await stage.up(volume("node2", { onUnreachable: "abandon" }), dead);
  await stage.delete(leaving);
  expect(stage.said("Volume", "on-node2")).toContain(`${dead.id} is abandoned and may still exist`);
  await stage.delete(alive);

  await stage.lab.up();
  await stage.nextCommand();
  const again = await stage.up(volume("node2", { size: 2 }));
  expect(again).toMatchObject({
    id: dead.id,
    properties: { path: dead.properties["path"], size: 2, drift: [] },
  });
  await stage.delete(again);
  expect(await stage.say("node2", "ls /var/lib/groundplan/w /mnt/hdd | grep volume || :")).toBe("");
});
