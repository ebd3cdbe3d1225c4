import { ProviderError } from "../../support/provider-process.js";
import { PROVIDER_TEXT, Stage, urnOf, without } from "./probe/stage.js";

const CANARY = "canary-4711-secret";
const textWith = (part: string): unknown => expect.stringContaining(part);
const digest: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);

describe("what handlers answer", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  async function refused(work: Promise<unknown>): Promise<ProviderError> {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof ProviderError) return error;
    throw new Error(`expected a refusal, got ${String(error)}`);
  }

  it("survives the wire: undefined, dates, bytes, large integers, nested maps", async () => {
    const { properties } = await stage.create(stage.inputs("odd", { fault: "odd" }));
    expect(properties["odd"]).toEqual({
      list: [1, null, 2],
      date: "1970-01-01T00:00:00.000Z",
      bytes: "AQID",
      large: "9007199254740993",
      rounded: "9007199254740992",
      nested: { a: { b: 1 } },
    });
  });

  it("is recorded although a part of it cannot be stored", async () => {
    const wanted = stage.inputs("unstorable", { fault: "unstorable" });
    const { saved } = await refused(stage.create(wanted));
    expect(saved).toMatchObject({
      id: "unstorable",
      properties: { name: "unstorable", odd: { fine: 1 }, __provider: wanted["__provider"], __pending: true },
      reasons: [expect.stringContaining("odd.callback: a function cannot be stored"), expect.any(String)],
    });
  });

  it("holds all checked inputs, a token and digests, but no secret", async () => {
    const wanted = stage.inputs("state", { password: CANARY, objects: { a: "{}" } });
    const { properties, inputs } = await stage.create(wanted);
    expect(properties).toMatchObject({
      ...without(inputs, "password", "objects"),
      objects: { a: "kept" },
      path: textWith("state.json"),
      __token: stage.object("state").annotations["groundplan.dev/instance"],
      __digests: {
        password: digest,
        objects: digest,
      },
    });
    expect(JSON.stringify(properties)).not.toContain(CANARY);
  });

  it("keeps id, inputs and provider text of a partial create, and the next update continues", async () => {
    const wanted = stage.inputs("half", { fault: "partial", password: CANARY });
    const { saved } = await refused(stage.create(wanted));
    expect(saved).toMatchObject({
      id: "half",
      properties: { name: "half", folder: "main", __provider: wanted["__provider"] },
      reasons: ["half is not ready", "password was [secret]"],
    });
    expect(JSON.stringify(saved)).not.toContain(CANARY);

    const repaired = await stage.provider.check(saved!.properties, { ...wanted, fault: "none" });
    expect(await stage.provider.diff("half", saved!.properties, repaired.inputs)).toMatchObject({
      changes: true,
    });
    const updated = await stage.provider.update("half", saved!.properties, repaired.inputs);
    expect(updated["__token"]).toBe(saved!.properties["__token"]);
    expect(updated).not.toHaveProperty("__pending");
    expect(await stage.provider.diff("half", updated, repaired.inputs)).toMatchObject({ changes: false });
  });

  it("does not mistake a change in the state alone for the end of a half-done create", async () => {
    const wanted = stage.inputs("unready", { fault: "partial" });
    const { saved } = await refused(stage.create(wanted));
    const checked = await stage.provider.check(saved!.properties, { ...wanted, onUnreachable: "abandon" });
    const again = await refused(stage.provider.update("unready", saved!.properties, checked.inputs));
    expect(again.saved?.reasons).toContain("unready is not ready");
  });

  it("keeps id, inputs and provider text of a partial update", async () => {
    const created = await stage.create(stage.inputs("later", { content: "a" }));
    const news = { ...created.inputs, content: "b", fault: "partial" };
    const { saved } = await refused(stage.provider.update(created.id, created.properties, news));
    expect(saved).toMatchObject({
      id: "later",
      properties: {
        content: "b",
        __provider: created.inputs["__provider"],
        __token: created.properties["__token"],
        __pending: true,
      },
    });
    expect(await stage.provider.diff("later", saved!.properties, news)).toMatchObject({ changes: true });
  });

  it("may be thrown things that are no errors", async () => {
    const error = await refused(stage.create(stage.inputs("words", { fault: "text" })));
    expect(error.message).toBe("probe.File create: threw 'just words' instead of an error");
    expect(error.saved).toBeUndefined();
  });

  it("shows no secret in errors, lines or output", async () => {
    const error = await refused(stage.create(stage.inputs("leak", { fault: "secret", password: CANARY })));
    expect(error.message).toBe("probe.File create: login with [secret] failed");
    expect(stage.engine.about(urnOf("leak"))).toContain("wrote leak with [secret]");
    expect(JSON.stringify(stage.engine.lines)).not.toContain(CANARY);
    expect(stage.provider.output()).not.toContain(CANARY);
  });

  it("tells who knows a kind that nobody defined", async () => {
    const wanted = stage.inputs("nobody");
    const other = PROVIDER_TEXT.replaceAll("probe.File", "probe.Missing");
    const error = await refused(stage.provider.check({}, { ...wanted, __provider: other }));
    expect(error.message).toContain(
      "there is no kind probe.Missing. Install the release of groundplan that knows it",
    );
  });

  it("sends lasting lines and passing status to the resource's own URN", async () => {
    stage.allowPart("lines", 1);
    await stage.create(stage.inputs("lines", { parts: 1 }));
    expect(stage.engine.about(urnOf("lines"))).toContain("wrote lines with no password");
    expect(stage.engine.about(urnOf("lines"), true)).toEqual(["part 1 of 1"]);
  });
});
