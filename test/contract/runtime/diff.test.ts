import type { Properties } from "../../support/provider-process.js";
import { Stage, urnOf, without } from "./probe/stage.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

describe("diff", () => {
  let number = 0;

  /** Creates with one set of inputs and asks what another set would change, as `up` does. */
  async function change(
    before: Properties,
    after: Properties,
  ): Promise<Awaited<ReturnType<typeof stage.provider.diff>>> {
    const name = `diff${++number}`;
    const created = await stage.create(stage.inputs(name, before));
    const checked = await stage.provider.check(created.inputs, stage.inputs(name, { ...before, ...after }));
    expect(checked.failures).toEqual([]);
    return stage.provider.diff(created.id, created.properties, checked.inputs);
  }

  it.each<[string, Properties, Properties, { changes: boolean; replaces: string[] }]>([
    ["nothing", {}, {}, { changes: false, replaces: [] }],
    ["null for absent", {}, { content: null }, { changes: false, replaces: [] }],
    [
      "another order of keys",
      { labels: { a: "1", b: "2" } },
      { labels: { b: "2", a: "1" } },
      { changes: false, replaces: [] },
    ],
    ["case that normalises away", { name: "case" }, { name: "CASE" }, { changes: false, replaces: [] }],
    ["a value", { content: "a" }, { content: "b" }, { changes: true, replaces: [] }],
    ["the natural key", { name: "one" }, { name: "two" }, { changes: true, replaces: ["name"] }],
    ["a secret", { password: "12345678" }, { password: "87654321" }, { changes: true, replaces: [] }],
    ["the same secret", { password: "12345678" }, { password: "12345678" }, { changes: false, replaces: [] }],
    ["a secret taken away", { password: "12345678" }, { password: null }, { changes: true, replaces: [] }],
    ["a summarised set", { objects: { a: "1" } }, { objects: { a: "2" } }, { changes: true, replaces: [] }],
    [
      "the same summarised set",
      { objects: { a: "1" } },
      { objects: { a: "1" } },
      { changes: false, replaces: [] },
    ],
    ["an unknown", {}, { content: UNKNOWN }, { changes: true, replaces: [] }],
    [
      "an unknown deep inside",
      { ports: [{ name: "a", port: 1 }] },
      { ports: [{ name: UNKNOWN, port: 1 }] },
      { changes: true, replaces: [] },
    ],
    ["an unknown natural key", { name: "x" }, { name: UNKNOWN }, { changes: true, replaces: ["name"] }],
    [
      "an unknown beside a key that normalises away",
      { name: "beside" },
      { name: "BESIDE", content: UNKNOWN },
      { changes: true, replaces: [] },
    ],
    ["a field kept in the state alone", {}, { folder: "renamed" }, { changes: true, replaces: [] }],
  ])("%s", async (_what, before, after, expected) => {
    expect(await change(before, after)).toEqual({ ...expected, deleteBeforeReplace: true });
  });

  it("refuses a change that destroys data, until it is permitted", async () => {
    await expect(change({ size: 1 }, { size: 2 })).rejects.toThrow(
      /probe.File diff\d+: changing size destroys the data of this resource. Set `allowDataLoss: true` on it for this one change/,
    );
    expect(await change({ size: 1 }, { size: 2, allowDataLoss: true })).toMatchObject({ changes: true });
  });

  it("tells a refresh of lost data without failing it", async () => {
    const created = await stage.create(stage.inputs("refreshed"));
    await stage.provider.read(created.id, created.properties);
    const drifted = { ...created.properties, size: 2 };
    expect(await stage.provider.diff(created.id, drifted, created.inputs)).toMatchObject({ changes: true });
    expect(stage.engine.about(urnOf("refreshed")).join()).toContain("size was changed outside");
  });

  it("says why a resource changes whose inputs stay", async () => {
    const wanted = stage.inputs("outside", { content: "a", password: "12345678" });
    const created = await stage.create(wanted);
    stage.meddle("outside", { content: "b" });
    const found = await stage.provider.read(created.id, created.properties);
    const checked = await stage.provider.check(created.inputs, wanted);
    await stage.provider.diff(created.id, found.properties, checked.inputs);
    expect(stage.engine.about(urnOf("outside"))).toContain(
      'changed outside, to be brought back:\n  content: "b" → "a"',
    );
  });

  it("answers without a check before it, on inputs as an older release stored them", async () => {
    const created = await stage.create(stage.inputs("alone"));
    await stage.nextCommand();
    const older = without(created.inputs, "onUnreachable");
    expect(await stage.provider.diff(created.id, created.properties, older)).toMatchObject({
      changes: false,
    });
    expect(
      await stage.provider.diff(created.id, created.properties, { ...older, name: "ALONE" }),
    ).toMatchObject({
      changes: false,
    });
  });

  it("sees an aliased rename and refreshes the URN without touching the object", async () => {
    const created = await stage.create(stage.inputs("alias"));
    const before = stage.object("alias");
    const renamed = { ...created.inputs, __urn: urnOf("other") };
    expect(await stage.provider.diff(created.id, created.properties, renamed)).toMatchObject({
      changes: true,
      replaces: [],
    });
    const updated = await stage.provider.update(created.id, created.properties, renamed);
    expect(updated).toEqual({ ...created.properties, __urn: urnOf("other") });
    expect(stage.object("alias")).toEqual(before);
    expect(await stage.provider.diff(created.id, updated, renamed)).toMatchObject({ changes: false });
  });
});

describe("plans", () => {
  it("are shown once on the resource's URN: in check for a new one, in diff for an existing one", async () => {
    const wanted = stage.inputs("shown", { content: "a" });
    await stage.provider.check({}, wanted);
    await stage.provider.check({}, wanted);
    expect(stage.engine.about(urnOf("shown"))).toEqual(["1 to create\n  create shown"]);

    const created = await stage.create(wanted);
    const next = await stage.provider.check(created.inputs, { ...wanted, content: "b" });
    await stage.provider.diff(created.id, created.properties, next.inputs);
    await stage.provider.diff(created.id, created.properties, next.inputs);
    expect(stage.engine.about(urnOf("shown")).filter((line) => line.startsWith("1 to change"))).toEqual([
      "1 to change\n  change shown",
    ]);
  });

  it("make a change of work that the inputs do not show", async () => {
    const created = await stage.create(stage.inputs("quiet", { content: "a" }));
    stage.meddle("quiet", { content: "drifted" });
    const checked = await stage.provider.check(created.inputs, stage.inputs("quiet", { content: "a" }));
    expect(await stage.provider.diff(created.id, created.properties, checked.inputs)).toMatchObject({
      changes: true,
    });
    const updated = await stage.provider.update(created.id, created.properties, checked.inputs);
    expect(stage.object("quiet").content).toBe("a");
    expect(await stage.provider.diff(created.id, updated, checked.inputs)).toMatchObject({ changes: false });
  });

  it("are neither computed nor shown by a refresh", async () => {
    const created = await stage.create(stage.inputs("calm", { content: "a" }));
    await stage.provider.read(created.id, created.properties);
    stage.meddle("calm", { content: "drifted" });
    const before = stage.engine.lines.length;
    expect(await stage.provider.diff(created.id, created.properties, created.inputs)).toMatchObject({
      changes: false,
    });
    expect(stage.engine.lines.length).toBe(before);
  });

  it("say what they wait for", async () => {
    const created = await stage.create(stage.inputs("waiting"));
    const checked = await stage.provider.check(
      created.inputs,
      stage.inputs("waiting", { folder: UNKNOWN, size: UNKNOWN }),
    );
    await stage.provider.diff(created.id, created.properties, checked.inputs);
    expect(stage.engine.about(urnOf("waiting")).at(-1)).toBe(
      "1 to create\n  note: early\n  note: waits for folder, not known yet\n  note: waits for size, not known yet",
    );
  });

  it("leave a warning when the target does not answer yet", async () => {
    await stage.nextCommand();
    stage.killTarget();
    const { failures } = await stage.provider.check({}, stage.inputs("soon"));
    expect(failures).toEqual([]);
    expect(stage.engine.lines).toEqual([
      {
        severity: "warning",
        urn: urnOf("soon"),
        ephemeral: false,
        message: "what will be done is not known: folder main: no answer",
      },
    ]);
  });
});
