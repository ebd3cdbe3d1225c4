import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seedFileOfWords } from "../../../model/reservation/crypto/seed-file.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { groundplan } from "../cli/run.js";
import { SEEDS } from "./vectors/keys.js";
import { WORKLOAD_VECTORS } from "./vectors/workloads.js";
import { ZERO_RESERVATION } from "./vectors/zero-forms.js";

const JSON_TEXT = '{"containers":null,"expiration_reservation":5}';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "challenge-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const whole = path.join(folder, name);
  writeFileSync(
    whole,
    typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
  return whole;
}

const challenge = (...argv: string[]) => groundplan("reservation", "challenge", ...argv);
const seedFile = () => file("seed", `${hexText(SEEDS["7"])}\n`);

describe("groundplan reservation challenge", () => {
  it.each(WORKLOAD_VECTORS.map((vector) => [vector.name, vector] as const))(
    "of vector %s",
    async (name, vector) => {
      const workload = file(`${name}.json`, vector.wire);
      const { code, stdout, stderr } = await challenge(workload, "--seed-file", seedFile());
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual({
        challenge: vector.challenge,
        sha256: vector.sha256,
        signature: vector.customer,
      });
      for (const action of ["provision", "delete"] as const) {
        const ran = await challenge(workload, "--action", action, "--tid", "7", "--seed-file", seedFile());
        expect(JSON.parse(ran.stdout)).toMatchObject({
          challenge: `${vector.challenge}${action}7`,
          signature: vector[action],
        });
      }
    },
  );

  it("takes the signer from the seed file, else from the customer, and signs nothing without a seed", async () => {
    const workload = file("volume.json", WORKLOAD_VECTORS[0]!.wire);
    const words = file("words", seedFileOfWords(SEEDS["8"], "8"));
    const text = async (...argv: string[]) => {
      const { stdout } = await challenge(workload, "--action", "delete", ...argv);
      return JSON.parse(stdout) as { challenge: string; signature?: string };
    };
    expect((await text("--seed-file", words)).challenge).toMatch(/delete8$/);
    expect((await text("--seed-file", words, "--tid", "9")).challenge).toMatch(/delete9$/);
    const unsigned = await text();
    expect(unsigned.challenge).toMatch(/delete7$/);
    expect(unsigned.signature).toBeUndefined();
  });

  it("of a reservation is its json, with the id before it for the others", async () => {
    const document = file("reservation.json", {
      id: 42,
      json: JSON_TEXT,
      data_reservation: { expiration_reservation: 5 },
    });
    expect(JSON.parse((await challenge(document)).stdout)).toMatchObject({ challenge: JSON_TEXT });
    expect(JSON.parse((await challenge(document, "--action", "provision")).stdout)).toMatchObject({
      challenge: `42${JSON_TEXT}`,
    });
  });

  it("of a reservation without json is its canonical text", async () => {
    const { code, stdout } = await challenge(file("zero.json", ZERO_RESERVATION), "--action", "delete");
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { challenge: string }).challenge).toMatch(
      /^42\{"description":"","currencies":\[\],/,
    );
  });

  it("warns of keys that are not signed because nobody knows them", async () => {
    const { code, stderr } = await challenge(file("typo.json", { workload_type: 2, sise: 1 }));
    expect(code).toBe(0);
    expect(stderr).toBe('warning: sise: unknown key "sise" is left out; no signature covers it\n');
  });

  it.each([
    ["no JSON", "{", "is no JSON"],
    [
      "a fault",
      { workload_type: 2, size: "1", type: true },
      "error: size: must be a number and is a string\nerror: type: must be a number and is a boolean\n",
    ],
    ["a network alone", { workload_type: 3 }, "a network cannot stand alone"],
    [
      "an id that JSON has rounded",
      '{"workload_type": 2, "customer_tid": 9007199254740993}',
      "customer_tid: is beyond 9007199254740991",
    ],
    [
      "data that json does not say",
      { json: JSON_TEXT, data_reservation: { containers: [], expiration_reservation: 5 } },
      "data_reservation.containers: is not what json says",
    ],
  ])("ends with 1 for %s", async (_what, content, message) => {
    const { code, stdout, stderr } = await challenge(file("bad.json", content));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("ends with 1 for a file that is not there, and for a seed that is none without showing it", async () => {
    const missing = await challenge(path.join(folder, "none.json"));
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be read") as unknown });
    const workload = file("volume.json", WORKLOAD_VECTORS[0]!.wire);
    const bad = await challenge(workload, "--seed-file", file("bad-seed", "hunter2hunter2"));
    expect(bad).toMatchObject({ code: 1, stdout: "" });
    expect(bad.stderr).toContain("must be 64 hexadecimal digits");
    expect(bad.stderr).not.toContain("hunter2");
  });

  it.each([
    [[]],
    [["f", "--action", "sign"]],
    [["f", "--tid", "seven"]],
    [["f", "--tid", "0"]],
    [["f", "--tid", "-3"]],
    [["f", "g"]],
    [["f", "--seed"]],
  ])("ends with 2 for %j", async (argv) => {
    expect(await challenge(...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
