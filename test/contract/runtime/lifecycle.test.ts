import { Stage, urnOf } from "./probe/stage.js";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

describe("one object, whatever the engine repeats", () => {
  it("a create whose answer got lost is repeated and adopts", async () => {
    const first = await stage.create(stage.inputs("lost"));
    const second = await stage.create(stage.inputs("lost"));
    expect(stage.objects("lost")).toEqual(["lost.json"]);
    expect(second.properties["__token"]).not.toBe(first.properties["__token"]);
    await stage.provider.delete(second.id, second.properties);
    expect(stage.objects("lost")).toEqual([]);
  });

  it("a rename without alias creates under the new name, and the old name's delete leaves it alone", async () => {
    const old = await stage.create(stage.inputs("old", { name: "same" }));
    const renamed = await stage.create(stage.inputs("new", { name: "same" }));
    await stage.provider.delete(old.id, old.properties);
    expect(stage.objects("same")).toEqual(["same.json"]);
    expect(stage.object("same").annotations["groundplan.dev/owner"]).toBe("i1/shop/dev/new");
    expect(stage.engine.about(urnOf("old")).at(-1)).toContain("stays: it belongs to i1/shop/dev/new");
    await stage.provider.delete(renamed.id, renamed.properties);
    expect(stage.objects("same")).toEqual([]);
  });

  it("a taint or --replace leaves exactly one object, in either order", async () => {
    const first = await stage.create(stage.inputs("tainted"));
    const second = await stage.create(stage.inputs("tainted"));
    await stage.provider.delete(first.id, first.properties);
    expect(stage.objects("tainted")).toEqual(["tainted.json"]);

    await stage.provider.delete(second.id, second.properties);
    await stage.create(stage.inputs("tainted"));
    expect(stage.objects("tainted")).toEqual(["tainted.json"]);
  });

  it("somebody else's object is refused, and adopted on request", async () => {
    await stage.create(stage.inputs("theirs"));
    stage.meddle("theirs", { annotations: { "groundplan.dev/owner": "i2/shop/dev/theirs" } });
    await expect(stage.create(stage.inputs("theirs"))).rejects.toThrow(
      "it exists already and belongs to i2/shop/dev/theirs; set `adopt: true` to take it over",
    );
    await stage.create(stage.inputs("theirs", { adopt: true }));
    expect(stage.object("theirs").annotations["groundplan.dev/owner"]).toBe("i1/shop/dev/theirs");
  });

  it("deleting what is gone succeeds", async () => {
    const { id, properties } = await stage.create(stage.inputs("twice"));
    await stage.provider.delete(id, properties);
    await stage.provider.delete(id, properties);
    expect(stage.objects("twice")).toEqual([]);
  });
});

describe("refresh", () => {
  it("finds nothing where nothing drifted", async () => {
    const { id, properties } = await stage.create(
      stage.inputs("same", { password: "12345678", objects: { a: "1" } }),
    );
    expect(await stage.provider.read(id, properties)).toEqual({ id, properties, inputs: undefined });
  });

  it("shows drift as inputs, and hidden drift in a line", async () => {
    const { id, properties, inputs } = await stage.create(
      stage.inputs("drift", { labels: { tier: "web", zone: "a" } }),
    );
    stage.meddle("drift", { content: "changed", labels: { tier: "db", zone: "a" } });
    const found = await stage.provider.read(id, properties);
    const drifted = { content: "changed", labels: { tier: "db", zone: "a" } };
    expect(found).toEqual({
      id,
      properties: { ...properties, ...drifted },
      inputs: { ...inputs, ...drifted },
    });
    expect(stage.engine.about(urnOf("drift"))).toContain('drift: labels.tier: "web" → "db"');
    expect(await stage.provider.diff(id, found.properties, inputs)).toMatchObject({ changes: true });
  });

  it("shows drift in the outputs alone where inputs would lose a secret", async () => {
    const { id, properties } = await stage.create(stage.inputs("secret", { password: "12345678" }));
    stage.meddle("secret", { content: "changed" });
    const found = await stage.provider.read(id, properties);
    expect(found).toEqual({ id, properties: { ...properties, content: "changed" }, inputs: undefined });
  });

  it("forgets what is gone", async () => {
    const { id, properties } = await stage.create(stage.inputs("gone"));
    await stage.provider.delete(id, properties);
    expect(await stage.provider.read(id, properties)).toMatchObject({ id: "" });
  });
});

describe("a rotated credential", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it("names --run-program with the recorded one; the new one reads and deletes", async () => {
    const { id, properties } = await stage.create(stage.inputs("rotated"));
    stage.lock("new-password");
    await stage.nextCommand({ password: "old-password" });
    const hint = /the credential was refused\. `pulumi refresh`.*--run-program/;
    await expect(stage.provider.read(id, properties)).rejects.toThrow(hint);
    await expect(stage.provider.delete(id, properties)).rejects.toThrow(hint);
    expect(stage.provider.output()).not.toContain("old-password");

    await stage.nextCommand({ password: "new-password" });
    expect(await stage.provider.read(id, properties)).toMatchObject({ id });
    await stage.provider.delete(id, properties);
    expect(stage.objects()).toEqual([]);
  });
});

describe("a dead target", () => {
  type Created = Awaited<ReturnType<Stage["create"]>>;
  let stage: Stage;
  let dark: Created;
  let dead: Created;
  let left: Created;
  beforeAll(async () => {
    stage = await Stage.open();
    dark = await stage.create(stage.inputs("dark"));
    dead = await stage.create(stage.inputs("dead"));
    left = await stage.create(stage.inputs("left", { onUnreachable: "abandon" }));
    await stage.nextCommand();
    stage.killTarget();
  });
  afterAll(() => stage.close());

  it("keeps the last known state in a refresh and warns", async () => {
    const { id, properties } = dark;
    expect(await stage.provider.read(id, properties)).toEqual({ id, properties, inputs: undefined });
    expect(stage.engine.lines).toEqual([
      {
        severity: "warning",
        urn: urnOf("dark"),
        ephemeral: false,
        message: "folder main: no answer; the last known state is kept",
      },
    ]);
  });

  it("fails a delete and names the way out, which needs no answer from the target", async () => {
    const { id, properties, inputs } = dead;
    await expect(stage.provider.delete(id, properties)).rejects.toThrow(
      /no answer\. Bring the target back, or set `onUnreachable: abandon`/,
    );

    const checked = await stage.provider.check(inputs, {
      ...inputs,
      onUnreachable: "abandon",
      folder: "renamed",
    });
    expect(await stage.provider.diff(id, properties, checked.inputs)).toMatchObject({
      changes: true,
      replaces: [],
    });
    const updated = await stage.provider.update(id, properties, checked.inputs);
    expect(updated).toEqual({ ...properties, onUnreachable: "abandon", folder: "renamed" });
  });

  it("is abandoned with a warning", async () => {
    await stage.provider.delete(left.id, left.properties);
    expect(stage.engine.about(urnOf("left"))).toEqual([
      "folder main: no answer; left is abandoned and may still exist (onUnreachable: abandon)",
    ]);
  });
});
