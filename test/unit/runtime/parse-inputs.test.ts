import fc from "fast-check";
import { z } from "zod";
import { type AnyKind, defineKind } from "../../../providers/runtime/kind.js";
import { canonicaliseFound, parseInputs } from "../../../providers/runtime/parse-inputs.js";
import { UNKNOWN } from "../../../providers/runtime/unknowns.js";

const inputs = z.strictObject({
  name: z.string().min(1),
  replicas: z.number().int().default(1),
  labels: z.record(z.string(), z.string()).default({}),
  source: z
    .union([
      z.strictObject({ git: z.string() }),
      z.strictObject({ oci: z.string(), tag: z.string().optional() }),
    ])
    .optional(),
  values: z.json().optional(),
  secret: z.string().min(8).optional(),
  note: z.string().exactOptional(),
});

const kind: AnyKind = defineKind<z.infer<typeof inputs>, Record<string, never>>({
  name: "unit.Parsed",
  module: "unit",
  type: "Parsed",
  inputs,
  outputs: [],
  secretInputs: ["secret"],
  normalise: (wanted) => ({ ...wanted, name: wanted.name.toLowerCase() }),
  problems: ({ replicas }) =>
    replicas > 9 ? [{ path: "replicas", reason: "is a lot", severity: "warning" as const }] : [],
  handlers: () => Promise.reject(new Error("not needed")),
});

describe("parseInputs", () => {
  it("counts null as absent where the schema does not accept it, at any depth", () => {
    const parsed = parseInputs(kind, {
      name: "A",
      replicas: null,
      labels: { a: null, b: "1" },
      source: { oci: "x", tag: null },
    });
    expect(parsed).toEqual({
      inputs: { name: "a", replicas: 1, labels: { b: "1" }, source: { oci: "x" } },
      unknown: [],
      problems: [],
    });
  });

  it("keeps null where it has a meaning", () => {
    expect(parseInputs(kind, { name: "a", values: { ingress: null } }).inputs["values"]).toEqual({
      ingress: null,
    });
  });

  it("hands warnings on", () => {
    expect(parseInputs(kind, { name: "a", replicas: 10 }).problems).toEqual([
      { path: "replicas", reason: "is a lot", severity: "warning" },
    ]);
  });

  it("normalises the known fields beside an unknown one with what it was before", () => {
    const raw = { name: "WEB", replicas: UNKNOWN };
    expect(parseInputs(kind, raw).inputs).toMatchObject({ name: "WEB", replicas: UNKNOWN });
    expect(parseInputs(kind, raw, { name: "web", replicas: 3 }).inputs).toMatchObject({
      name: "web",
      replicas: UNKNOWN,
    });
  });

  it("does not blame a union for the unknown inside it", () => {
    expect(parseInputs(kind, { name: "a", source: { git: UNKNOWN, tag: UNKNOWN } }).problems).toEqual([]);
    expect(parseInputs(kind, { name: "a", source: UNKNOWN }).problems).toEqual([]);
  });

  it("does not miss what may be left out beside an unknown", () => {
    expect(parseInputs(kind, { name: "a", replicas: UNKNOWN }).problems).toEqual([]);
    expect(parseInputs(kind, { replicas: UNKNOWN }).problems).toEqual([
      { path: "name", reason: "is required (string)" },
    ]);
  });

  it("is idempotent", () => {
    const wanted = fc.record(
      {
        name: fc.string({ minLength: 1 }),
        replicas: fc.oneof(fc.integer(), fc.constant(UNKNOWN)),
        labels: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constant(UNKNOWN))),
      },
      { requiredKeys: ["name"] },
    );
    fc.assert(
      fc.property(wanted, (raw) => {
        const once = parseInputs(kind, raw).inputs;
        expect(parseInputs(kind, once).inputs).toEqual(once);
      }),
    );
  });

  it("never tells a secret, whatever is wrong with it", () => {
    const wrong = fc.oneof(
      fc.string({ minLength: 3, maxLength: 7 }),
      fc.integer({ min: 1000 }),
      fc.constant({ key: "canary" }),
    );
    fc.assert(
      fc.property(wrong, (secret) => {
        const [problem] = parseInputs(kind, { name: "a", secret }).problems;
        expect(problem).toEqual({
          path: "secret",
          reason: "is not valid; the value is secret and not shown",
        });
      }),
    );
  });
});

describe("canonicaliseFound", () => {
  it("brings what it understands into the stored form and keeps the rest as found", () => {
    expect(canonicaliseFound(kind, { name: "WEB", labels: null })).toMatchObject({
      name: "web",
      replicas: 1,
    });
    expect(canonicaliseFound(kind, { name: "web", replicas: "many", extra: 1 })).toEqual({
      name: "web",
      replicas: "many",
      labels: {},
      extra: 1,
    });
  });
});
