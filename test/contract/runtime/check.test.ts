import { Stage, urnOf } from "./probe/stage.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("check", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it("fills defaults, normalises, and keeps the URN and the provider text only", async () => {
    const wanted = stage.inputs("Upper", { __defaults: ["x"], content: null });
    const { inputs, failures } = await stage.provider.check({}, wanted);
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      __urn: urnOf("Upper"),
      __provider: wanted["__provider"],
      folder: "main",
      name: "upper",
      content: "",
      labels: {},
      ports: [],
      size: 1,
      adopt: false,
      parts: 0,
      fault: "none",
      onUnreachable: "fail",
      allowDataLoss: false,
    });
  });

  it("names every fault at once, with its path, and never a secret's value", async () => {
    const { failures } = await stage.provider.check(
      {},
      stage.inputs("bad", {
        name: "",
        content: 5,
        contents: "typo",
        ports: [
          { name: "http", port: 70000 },
          { port: 1, extra: true },
        ],
        password: "short",
      }),
    );
    expect(failures.map(({ property }) => property)).toEqual(failures.map(() => ""));
    const reasons = failures.map(({ reason }) => reason).sort();
    expect(reasons).toEqual([
      expect.stringMatching(/^content: .*expected string/),
      expect.stringMatching(/^contents: is not a known property; known are folder, name, /),
      expect.stringMatching(/^name: /),
      "password: is not valid; the value is secret and not shown",
      expect.stringMatching(/^ports\[0\]\.port: /),
      "ports[1].extra: is not a known property",
      "ports[1].name: is required (string)",
    ]);
    expect(reasons.join()).not.toContain("short");
    expect(stage.provider.output()).not.toContain("short");
  });

  it("names what is missing", async () => {
    const { failures } = await stage.provider.check(
      {},
      { ...stage.inputs("absent"), name: null, folder: null },
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      "folder: is required (string)",
      "name: is required (string)",
    ]);
  });

  it("reports the rules that a schema cannot express", async () => {
    const { failures } = await stage.provider.check({}, stage.inputs("rule", { content: "forbidden" }));
    expect(failures).toEqual([{ property: "", reason: "content: is forbidden here" }]);
  });

  it.each([
    ["a whole field", { size: UNKNOWN }],
    ["inside a list", { ports: [{ name: "http", port: UNKNOWN }] }],
    ["inside a map", { labels: { tier: UNKNOWN } }],
    ["a secret", { password: UNKNOWN }],
    ["the list itself", { ports: UNKNOWN }],
    ["the natural key", { name: UNKNOWN }],
  ])("tolerates an unknown: %s", async (_where, unknown) => {
    const { inputs, failures } = await stage.provider.check({}, stage.inputs("later", unknown));
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ ...unknown, folder: "main", onUnreachable: "fail" });
  });

  it("still finds the faults beside an unknown", async () => {
    const { failures } = await stage.provider.check(
      {},
      stage.inputs("mixed", {
        size: UNKNOWN,
        typo: 1,
        ports: [{ name: UNKNOWN, port: 70000 }],
        labels: { tier: 7 },
      }),
    );
    expect(failures.map(({ reason }) => reason).sort()).toEqual([
      expect.stringMatching(/^labels\.tier: /),
      expect.stringMatching(/^ports\[0\]\.port: /),
      expect.stringMatching(/^typo: is not a known property/),
    ]);
  });
});
