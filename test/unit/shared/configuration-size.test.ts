import { configurationBytes, configurationSizeProblem } from "../../../model/shared/configuration-size.js";

const MOST = 131_072;

/** A configuration whose variable has just so many bytes. */
function ofBytes(bytes: number): Record<string, unknown> {
  const filled = (length: number) => ({
    "groundplan:imagehub": { text: "x".repeat(length) },
    "groundplan:installation": "123456789",
  });
  return filled(bytes - configurationBytes(filled(0)));
}

describe("the size of a configuration", () => {
  it("is that of the variable in which the engine hands it over", () => {
    const config = {
      "groundplan:installation": "123456789",
      "pulumi:disable-default-providers": ["kubernetes"],
      "groundplan:objects": {
        a: { text: '<b>&amp; ü \u2028 "quoted" back\\slash\n', n: 5, t: true, nul: null, f: 1.5 },
        b: [1, { x: "y" }],
        c: { pass: { secure: "v1:MimCm7cToQiogbqB:X/b2xfoqTJaY/aHLPwKta5iq4HMhIg4+hcoSJp1G" } },
      },
      "groundplan:text": '{"a": "<"}',
      "groundplan:number": 5,
    };
    // As the engine wrote it for that stack file.
    const variable = String.raw`PULUMI_CONFIG={"groundplan:config:installation":"123456789","groundplan:config:number":"5","groundplan:config:objects":"{\"a\":{\"f\":1.5,\"n\":5,\"nul\":null,\"t\":true,\"text\":\"\\u003cb\\u003e\\u0026amp; ü \\u2028 \\\"quoted\\\" back\\\\slash\\n\"},\"b\":[1,{\"x\":\"y\"}],\"c\":{\"pass\":\"hunter2hunter2\"}}","groundplan:config:text":"{\"a\": \"\u003c\"}","pulumi:config:disable-default-providers":"[\"kubernetes\"]"}`;
    expect(configurationBytes(config)).toBe(Buffer.byteLength(variable) + 1);
  });

  it("is a problem from the first byte that Linux does not take", () => {
    expect(configurationSizeProblem(ofBytes(MOST))).toBeUndefined();
    const problem = configurationSizeProblem(ofBytes(MOST + 1));
    expect(problem?.path).toBe("imagehub");
    expect(problem?.reason).toContain("129 KiB");
    expect(problem?.fix).toContain("split the stack");
  });

  it("is none for an empty stack", () => {
    expect(configurationSizeProblem({})).toBeUndefined();
  });
});
