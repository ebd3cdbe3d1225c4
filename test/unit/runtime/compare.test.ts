import fc from "fast-check";
import { z } from "zod";
import { compare } from "../../../providers/runtime/compare.js";
import { type AnyKind, defineKind } from "../../../providers/runtime/kind.js";
import { readStored, type StoredState, writeStored } from "../../../providers/runtime/stored-state.js";

const inputs = z.strictObject({
  name: z.string(),
  size: z.number().default(1),
  note: z.string().optional(),
  secret: z.string().optional(),
  allowDataLoss: z.boolean().default(false),
});
const base = {
  name: "unit.Compared",
  module: "unit",
  type: "Compared",
  inputs,
  outputs: ["address"] as const,
  secretInputs: ["secret"] as const,
  replaceOn: ["name"] as const,
  dataLossOn: ["size"] as const,
  localOnly: ["note"] as const,
  handlers: () => Promise.reject(new Error("not needed")),
};
const kind: AnyKind = defineKind<z.infer<typeof inputs>, { address: string }>(base);

function stored(values: Record<string, unknown>, rest: Partial<StoredState> = {}): StoredState {
  const state = {
    urn: "u",
    token: "t",
    revision: 1,
    pending: false,
    digests: {},
    outputs: {},
    inputs: values,
    ...rest,
  };
  return readStored(kind, writeStored(kind, state));
}

const against = (
  state: StoredState,
  wanted: Record<string, unknown>,
  unknown: string[] = [],
  urn = "u",
): ReturnType<typeof compare> => compare(kind, state, { inputs: wanted, unknown, problems: [] }, urn);

describe("compare", () => {
  const before = { name: "a", size: 1, allowDataLoss: false };

  it("finds nothing between a state and what it was written from", () => {
    const anything = fc.record({
      name: fc.string(),
      size: fc.integer(),
      note: fc.string(),
      secret: fc.string(),
      allowDataLoss: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, (values) => {
        expect(against(stored(values), values)).toMatchObject({ any: false, changed: [], replaces: [] });
      }),
    );
  });

  it("does not see a field that a later release added with a default", () => {
    expect(against(stored({ name: "a" }), before).any).toBe(false);
  });

  it.each<[string, Record<string, unknown>, Partial<ReturnType<typeof compare>>]>([
    ["a replacing field", { name: "b" }, { replaces: ["name"], localOnly: false }],
    ["a data-losing field", { size: 2 }, { dataLoss: ["size"], localOnly: false }],
    [
      "a data-losing field with permission",
      { size: 2, allowDataLoss: true },
      { dataLoss: [], changed: ["size", "allowDataLoss"] },
    ],
    ["a local field", { note: "x" }, { changed: ["note"], localOnly: true }],
    ["a local field and the permission", { note: "x", allowDataLoss: true }, { localOnly: true }],
    [
      "a local field beside another",
      { note: "x", secret: "s" },
      { changed: ["note", "secret"], localOnly: false },
    ],
  ])("tells %s", (_what, change, expected) => {
    expect(against(stored(before), { ...before, ...change })).toMatchObject({ any: true, ...expected });
  });

  it("updates what an older revision or a half-done operation left, and not locally", () => {
    expect(against(stored(before, { revision: 0 }), { ...before, note: "x" })).toMatchObject({
      any: true,
      localOnly: false,
    });
    expect(against(stored(before, { pending: true }), before)).toMatchObject({ any: true, localOnly: false });
  });

  it("refreshes another URN locally", () => {
    expect(against(stored(before), before, [], "v")).toMatchObject({
      any: true,
      localOnly: true,
      changed: [],
    });
  });

  it("fears for data that an unknown value may destroy by a replacement", () => {
    const careful: AnyKind = defineKind<z.infer<typeof inputs>, { address: string }>({
      ...base,
      dataLossOn: ["name"],
    });
    const answer = compare(
      careful,
      stored(before),
      { inputs: { size: 1 }, unknown: ["name"], problems: [] },
      "u",
    );
    expect(answer).toMatchObject({ possibleDataLoss: ["name"], dataLoss: [], replaces: ["name"] });
  });
});

describe("replacement by value", () => {
  const onRemote: AnyKind = defineKind<z.infer<typeof inputs>, { address: string }>({
    ...base,
    dataLossOn: ["name"],
    replaceWhen: ({ changed, news }) => (news.name === "remote" ? changed : []),
  });
  const state = stored({ name: "remote", size: 1, note: "a", secret: "s", allowDataLoss: false });
  const wanted = { name: "remote", size: 1, note: "a", secret: "s", allowDataLoss: false };
  const remote = (change: Record<string, unknown>, unknown: string[] = []): ReturnType<typeof compare> =>
    compare(onRemote, state, { inputs: { ...wanted, ...change }, unknown, problems: [] }, "u");

  it("replaces for what the kind names, secrets among it, and guards the data", () => {
    expect(remote({ size: 2, secret: "t" })).toMatchObject({
      replaces: ["size", "secret"],
      dataLoss: ["size", "secret"],
    });
    expect(remote({ size: 2, allowDataLoss: true })).toMatchObject({ replaces: ["size"], dataLoss: [] });
  });

  it("leaves alone what changes in the state alone, and resources that the kind does not name", () => {
    expect(remote({ note: "b", allowDataLoss: true })).toMatchObject({ replaces: [], localOnly: true });
    const local = { ...wanted, name: "local" };
    const answer = compare(
      onRemote,
      stored(local),
      { inputs: { ...local, size: 2 }, unknown: [], problems: [] },
      "u",
    );
    expect(answer).toMatchObject({ changed: ["size"], replaces: [], dataLoss: [] });
  });

  it("replaces for what is not known yet", () => {
    expect(remote({}, ["size"])).toMatchObject({ replaces: ["size"], possibleDataLoss: ["size"] });
  });

  it("names a field once that replaces in any case", () => {
    expect(
      compare(onRemote, stored({ ...wanted, name: "a" }), { inputs: wanted, unknown: [], problems: [] }, "u"),
    ).toMatchObject({ replaces: ["name"], dataLoss: ["name"] });
  });

  it("shows the kind no value of a secret", () => {
    const seen: unknown[] = [];
    const watching: AnyKind = defineKind<z.infer<typeof inputs>, { address: string }>({
      ...base,
      replaceWhen: (change) => {
        seen.push(change);
        return [];
      },
    });
    compare(watching, state, { inputs: { ...wanted, secret: "canary" }, unknown: [], problems: [] }, "u");
    expect(seen).toMatchObject([{ changed: ["secret"] }]);
    expect(JSON.stringify(seen)).not.toContain("canary");
  });
});

describe("stored states", () => {
  it("hold neither secrets nor properties that nobody declared", () => {
    const state = { urn: "u", token: "t", revision: 1, pending: false, digests: {} };
    const bag = writeStored(kind, {
      ...state,
      inputs: { name: "a", secret: "canary" },
      outputs: { address: "x", more: 1 },
    });
    expect(Object.keys(bag).sort()).toEqual([
      "__digests",
      "__revision",
      "__token",
      "__urn",
      "address",
      "name",
    ]);
    expect(JSON.stringify(bag)).not.toContain("canary");
  });

  it("digest equal secrets differently for different instances", () => {
    const one = stored({ name: "a", secret: "same" });
    const two = stored({ name: "a", secret: "same" }, { token: "t2" });
    expect(one.digests["secret"]).not.toBe(two.digests["secret"]);
  });
});
