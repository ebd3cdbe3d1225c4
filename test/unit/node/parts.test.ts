import fc from "fast-check";
import { setImmediate as tick } from "node:timers/promises";
import { Lines } from "../../../clients/node/lines.js";
import { parameterRedactor } from "../../../clients/node/redact.js";
import { Turns } from "../../../clients/node/turns.js";

describe("lines", () => {
  it("are the same however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, ""))),
        fc.array(fc.nat({ max: 12 })),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(""));
          const found: string[] = [];
          const lines = new Lines(
            (line) => found.push(line),
            1_000,
            () => undefined,
          );
          let at = 0;
          for (const cut of cuts) {
            lines.push(bytes.subarray(at, at + cut));
            at += cut;
          }
          lines.push(bytes.subarray(at));
          lines.end();
          expect(found).toEqual(Buffer.from(texts.join("\n")).toString().split("\n").slice(0, texts.length));
        },
      ),
    );
  });

  it("that are too long are left out, and told of", () => {
    const found: string[] = [];
    let tooLong = 0;
    const lines = new Lines(
      (line) => found.push(line),
      5,
      () => tooLong++,
    );
    lines.push(Buffer.from("12345\n123456"));
    lines.push(Buffer.from("789\nok"));
    lines.end();
    expect(found).toEqual(["12345", "ok"]);
    expect(tooLong).toBe(1);
  });
});

describe("the redactor of parameters", () => {
  it("takes out values, lines of values and values inside lists and objects", () => {
    const parameters = {
      key: "BEGIN KEY\nabcdefghij\nEND",
      env: { A: "s3cret", B: ["x", 'quo"ted'] },
      name: "web",
    };
    const clean = parameterRedactor(parameters, ["key", "env"]);
    expect(clean('cannot read abcdefghij of web: s3cret, "quo\\"ted", x')).toBe(
      'cannot read [secret] of web: [secret], "[secret]", x',
    );
    expect(parameterRedactor(parameters, [])("s3cret")).toBe("s3cret");
  });
});

describe("turns", () => {
  it("are given in the order of asking, so many at once, and back by those who leave", async () => {
    const turns = new Turns(2);
    const [first, second] = await Promise.all([turns.take(), turns.take()]);
    const order: string[] = [];
    const abort = new AbortController();
    const third = turns.take().then((end) => {
      order.push("third");
      return end;
    });
    const left = turns.take(abort.signal).catch(() => "left");
    const fourth = turns.take().then((end) => {
      order.push("fourth");
      return end;
    });
    abort.abort();
    expect(await left).toBe("left");
    expect(turns.waiting).toBe(2);
    first();
    first();
    await tick();
    expect(order).toEqual(["third"]);
    second();
    (await third)();
    (await fourth)();
    expect(order).toEqual(["third", "fourth"]);
    await expect(turns.take(AbortSignal.abort())).rejects.toThrow();
  });
});
