import { secretRedactor } from "../../../clients/kubernetes/redact.js";

describe("secret values in error texts", () => {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");

  test("go in clear, in base64 and escaped", () => {
    const redact = secretRedactor("Secret", {
      data: { a: base64("hunter2-long") },
      stringData: { b: 'two\n"lines"' },
    });
    expect(redact(`x hunter2-long y ${base64("hunter2-long")} z two\\n\\"lines\\"`)).toBe(
      "x [secret] y [secret] z [secret]",
    );
  });

  test("in merge patches and in JSON patches", () => {
    expect(secretRedactor("Secret", { data: { a: "long-enough" } })("long-enough")).toBe("[secret]");
    const operations = [
      { op: "add", path: "/data/a", value: "long-enough" },
      { op: "add", path: "/data", value: { b: "another-one" } },
    ];
    expect(secretRedactor("Secret", operations)("long-enough another-one")).toBe("[secret] [secret]");
  });

  test("short ones only as words, numbers too", () => {
    const redact = secretRedactor("Secret", { stringData: { a: "a", n: 4711 } });
    expect(redact('a bad value: "a", got 4711')).toBe('[secret] bad value: "[secret]", got [secret]');
  });

  test("other kinds keep their texts", () => {
    expect(secretRedactor("ConfigMap", { data: { a: "long-enough" } })("long-enough")).toBe("long-enough");
  });
});
