import fc from "fast-check";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { sanitise } from "../../../providers/runtime/sanitise.js";

describe("sanitise", () => {
  it.each<[string, unknown, unknown]>([
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["a buffer", Buffer.from("hi"), "aGk="],
    ["a view on a part of a buffer", new Uint8Array([1, 2, 3]).subarray(1), "AgM="],
    ["a raw buffer", new Uint8Array([255]).buffer, "/w=="],
    ["a BigInt", 2n ** 64n, "18446744073709551616"],
    ["an integer beyond 2^53", 2 ** 60, "1152921504606846976"],
    ["the largest safe integer", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ["nested maps", new Map([["a", new Map([[1, "b"]])]]), { a: { 1: "b" } }],
    ["a set", new Set(["a"]), ["a"]],
    ["undefined in a list", [undefined, 1], [null, 1]],
    ["undefined in an object", { a: undefined, b: null }, { b: null }],
    ["what has a JSON form", new URL("https://example.org/a"), "https://example.org/a"],
    ["an error", new Error("no"), "no"],
  ])("%s", (_what, value, expected) => {
    expect(sanitise({ value })).toEqual({ value: { value: expected }, faults: [] });
  });

  it("names what cannot be stored and keeps the rest", () => {
    const loop: Record<string, unknown> = { fine: 1 };
    loop["self"] = loop;
    const result = sanitise({
      f: () => 1,
      s: Symbol("x"),
      deep: { list: [Number.NaN] },
      d: new Date(Number.NaN),
      loop,
    });
    expect(result.value).toEqual({ deep: { list: [null] }, loop: { fine: 1 } });
    expect(result.faults).toEqual([
      "f: a function cannot be stored",
      "s: a symbol cannot be stored",
      "deep.list[0]: the number NaN cannot be stored",
      "d: an invalid date cannot be stored",
      "loop.self: a reference to itself cannot be stored",
    ]);
  });

  it("leaves out a key that would become the prototype, at any depth", () => {
    const bag = JSON.parse('{"__proto__": {"a": 1}, "deep": {"__proto__": {"b": 2}, "kept": 3}}') as Record<
      string,
      unknown
    >;
    expect(sanitise(bag)).toEqual({
      value: { deep: { kept: 3 } },
      faults: [
        "__proto__: a key of this name cannot be stored",
        "deep.__proto__: a key of this name cannot be stored",
      ],
    });
  });

  it("gives whatever comes a form that protobuf keeps unchanged", () => {
    const anything = fc.dictionary(
      fc.string(),
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
    );
    fc.assert(
      fc.property(anything, (bag) => {
        const { value } = sanitise(bag);
        const stored = Struct.fromJavaScript(value as Record<string, JavaScriptValue>).toJavaScript();
        expect(JSON.parse(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(sanitise(value)).toEqual({ value, faults: [] });
      }),
    );
  });
});
