import { parseYaml, printYaml } from "../../../../model/workspace/render/yaml/kubernetes-yaml.js";

function read(text: string): unknown {
  const [document, ...rest] = parseYaml(text);
  expect(rest).toEqual([]);
  return document?.fault === undefined ? document?.value : { fault: document.fault };
}

// What kubectl 1.36 makes of each, by `kubectl label --local -o json`.
describe("scalars are read as Kubernetes reads them", () => {
  test.each([
    ["yes", true],
    ["on", true],
    ["Y", true],
    ["n", false],
    ["off", false],
    ["oFF", "oFF"],
    ["TRUE", true],
    ['"yes"', "yes"],
    ["0777", 511],
    ["0o777", 511],
    ["-0777", -511],
    ["1_000", 1000],
    ["0b11", 3],
    ["-0b11", -3],
    ["0x1F", 31],
    ["08", 8],
    ["09.5", 9.5],
    ["+12", 12],
    ["-0", 0],
    ["_1", "_1"],
    ["1:30", "1:30"],
    ["12:30:45", "12:30:45"],
    ["1e3", 1000],
    ["1.", 1],
    [".5", 0.5],
    ["+.5e1", 5],
    ["1_0.5", 10.5],
    ["1.0", 1],
    ["1e-7", 1e-7],
    ["1E400", "1E400"],
    ["~", null],
    ["Null", null],
    ["", null],
    ["2001-01-01", "2001-01-01"],
    ["2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"],
    ["!!binary aGVsbG8=", "hello"],
    ["!!str 12", "12"],
    ['!!int "12"', 12],
    ["!!float 1", 1],
    ['!!bool "yes"', true],
    ["!!timestamp 2001-01-01", "2001-01-01"],
    ["!foo bar", "bar"],
    ["=", "="],
    ["{a:1}", { "a:1": null }],
    ['{"a":1}', { a: 1 }],
    ["!!set {a, b}", { a: null, b: null }],
    ["!!omap [a: 1]", [{ a: 1 }]],
  ])("%s", (text, value) => {
    expect(read(`k: ${text}`)).toEqual({ k: value });
  });

  test("keys become text", () => {
    const keys = "{on: 1, 1: 2, 1.5: 3, no: 5, 0777: 6, 1e3: 7, 2001-01-01: 8}";
    expect(read(keys)).toEqual({
      true: 1,
      "1": 2,
      "1.5": 3,
      false: 5,
      "511": 6,
      "1000": 7,
      "2001-01-01": 8,
    });
  });

  test("merge keys override what stands before them, and of several the first wins", () => {
    const text = "m: &m {a: 1, b: 2}\nc: {<<: *m, b: 3}\no: {b: 4, <<: [*m, {a: 9, c: 5}]}\np: {'<<': 1}";
    expect(read(text)).toEqual({
      m: { a: 1, b: 2 },
      c: { a: 1, b: 3 },
      o: { a: 1, b: 2, c: 5 },
      p: { "<<": 1 },
    });
  });

  test("of equal keys the last one counts, and is told", () => {
    expect(parseYaml("a: 1\na: 2")).toEqual([{ value: { a: 2 }, repeatedKeys: ["a"] }]);
  });

  test("a key called __proto__ is a key", () => {
    const value = read('{"__proto__": {"a": 1}}');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1}}');
  });
});

describe("what Kubernetes refuses is refused", () => {
  test.each([
    ["k: .inf", ".inf is no number that JSON has"],
    ["k: .nan", ".nan is no number that JSON has"],
    ["k: {[1,2]: 3}", "a key is a list or an object"],
    ["k: {{ x }}", "text with curly brackets"],
    ["{~: 4}", "a key is empty"],
    ["k: &a [*a]", "the alias *a has no anchor"],
    ["k: *y", "the alias *y has no anchor"],
    ["k: {<<: 1}", "a merge key (<<) needs an object"],
    ["k: a: b", "Nested mappings"],
    ["k: @a", "reserved character"],
    ["k: - a", "block-seq-ind"],
    ["  k: 1\nj: 2", "end"],
    ['k: "\\q"', "escape"],
    ["%YAML 1.2\n---\nk: on", "%YAML"],
    ["k: !!binary /w==", "binary data"],
  ])("%s", (text, fault) => {
    expect(parseYaml(text)[0]?.fault).toContain(fault);
  });

  test("a number that would be changed, rather than another one in its place", () => {
    expect(read("k: 9007199254740993")).toEqual({
      fault: "the number 9007199254740993 is too large to be kept exactly",
    });
  });

  test("aliases that stand for a heap of values", () => {
    const lines = Array.from({ length: 9 }, (_, index) => {
      const member = index === 0 ? "1" : `*a${index - 1}`;
      return `a${index}: &a${index} [${Array(10).fill(member).join(", ")}]`;
    });
    expect(read(lines.join("\n"))).toEqual({ fault: "aliases stand for too many values" });
  });
});

test("a fault does not repeat the text, which may be a secret", () => {
  const [document] = parseYaml("password: @hunter2");
  expect(document?.fault).toBeDefined();
  expect(document?.fault).not.toContain("hunter2");
});

test("documents, empty ones, and the comment at the top of each", () => {
  const documents = parseYaml("---\n# Source: a/b.yaml\na: 1\n---\n---\n# c\n");
  expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, null, null]);
  expect(documents[0]?.comment?.trim()).toBe("Source: a/b.yaml");
});

test.each(["yes", "on", "0777", "0o777", "1e3", "2001-01-01", "12:30", "null", "<<", "=", "a\nb\n", " x "])(
  "%j is printed so that it is read as the text it was",
  (text) => {
    expect(read(printYaml({ k: text, [text]: 1 }))).toEqual({ k: text, [text]: 1 });
  },
);
