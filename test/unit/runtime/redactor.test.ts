import fc from "fast-check";
import { REDACTED, Redactor } from "../../../providers/runtime/redactor.js";

describe("Redactor", () => {
  it.each([
    ["itself", "p@ss/word", "login p@ss/word failed"],
    ["in JSON", 'a"b\nc', JSON.stringify({ password: 'a"b\nc' })],
    ["in a URL", "p@ss/word", `https://u:${encodeURIComponent("p@ss/word")}@host`],
    ["in base64", "p@ss/word", `Basic ${Buffer.from("p@ss/word").toString("base64")}`],
    ["a line of a key", "-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----\n", "bad line MIIEvQIBADAN"],
    ["a number", 4711, "the PIN 4711"],
    ["inside an object", { deep: ["s3cret!"] }, "got s3cret!"],
  ])("takes out a secret: %s", (_how, secret, text) => {
    const redactor = new Redactor();
    redactor.learn(secret);
    expect(redactor.clean(text)).toContain(REDACTED);
    expect(redactor.clean(text)).not.toContain(typeof secret === "string" ? secret : "s3cret");
  });

  it("prefers the longer of two secrets", () => {
    const redactor = new Redactor();
    redactor.learn(["abc", "abcdef"]);
    expect(redactor.clean("abcdef abc")).toBe(`${REDACTED} ${REDACTED}`);
  });

  it("leaves texts alone when it knows nothing, or only what is too short to look for", () => {
    const redactor = new Redactor();
    expect(redactor.clean("a.b")).toBe("a.b");
    redactor.learn(["a", "", null, undefined, true]);
    expect(redactor.clean("a.b true")).toBe("a.b true");
  });

  it("never lets a secret through, whatever surrounds it", () => {
    const secret = fc.string({ minLength: 3 }).filter((text) => text.trim().length >= 3);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        fc.pre(!REDACTED.includes(value));
        const redactor = new Redactor();
        redactor.learn(value);
        expect(redactor.clean(`${before}${value}${after}`)).toContain(REDACTED);
      }),
    );
  });
});
