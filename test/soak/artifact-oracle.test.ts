import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { validateRequest } from "../../model/artifact/request/validate.js";
import type { JsonValue } from "../../model/shared/json.js";
import { testLab } from "../support/lab.js";
import { compare } from "../support/tekton-agreement.js";
import { mutationsOf, type Mutation } from "../support/tekton-mutations.js";
import { TektonOracle } from "../support/tekton-oracle.js";
import { validRequests } from "../support/tekton-requests.js";

jest.setTimeout(600_000);

const GENERATED = 100;
const MUTATED = 600;

function corpus(folder: string): readonly (readonly [string, JsonValue])[] {
  const place = path.join(__dirname, "artifact-corpus", folder);
  return readdirSync(place).map((file) => [
    file.replace(/\.yaml$/, ""),
    parse(readFileSync(path.join(place, file), "utf8")) as JsonValue,
  ]);
}

const valid = corpus("valid");
const mutations: fc.Arbitrary<Mutation> = fc
  .oneof(fc.constantFrom(...valid.map(([, request]) => request)), validRequests)
  .chain((request) => {
    const all = mutationsOf(request);
    return fc.nat(all.length - 1).map((index) => all[index] as Mutation);
  });

describe("our rules agree with Tekton's admission webhook", () => {
  let oracle: TektonOracle;
  const judged = { valid: 0, invalid: 0 };

  async function expectAgreement(request: JsonValue, title: string): Promise<"valid" | "invalid"> {
    const { refusals, problems, disagreement } = await compare(oracle, request);
    if (disagreement !== undefined)
      throw new Error(
        `${title}: ${disagreement}\nwebhook:\n  ${refusals.join("\n  ")}\nours:\n  ${problems.join("\n  ")}`,
      );
    const verdict = refusals.length === 0 ? "valid" : "invalid";
    judged[verdict] += 1;
    return verdict;
  }

  beforeAll(async () => {
    oracle = await TektonOracle.start(await testLab(["tekton"]));
  });

  afterAll(async () => {
    await oracle.stop();
  });

  test.each(valid)("valid: %s", async (title, request) => {
    expect(await expectAgreement(request, title)).toBe("valid");
    const { problems } = validateRequest(request);
    expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
  });

  test.each(corpus("invalid"))("invalid: %s", async (title, request) => {
    expect(await expectAgreement(request, title)).toBe("invalid");
  });

  test.each(corpus("beyond"))("admitted, but refused by us since it cannot work: %s", async (_, request) => {
    expect((await compare(oracle, request)).refusals).toEqual([]);
    const errors = validateRequest(request).problems.filter(({ severity }) => severity !== "warning");
    expect(errors).not.toEqual([]);
  });

  test(`${GENERATED} generated requests are valid for both`, async () => {
    await fc.assert(
      fc.asyncProperty(validRequests, async (request) => {
        expect(await expectAgreement(request, "generated")).toBe("valid");
      }),
      { numRuns: GENERATED },
    );
  });

  test(`${MUTATED} requests with one change have the same verdict`, async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async ({ request, title }) => {
        await expectAgreement(request, title);
      }),
      { numRuns: MUTATED, endOnFailure: true },
    );
  });

  test("that was a corpus of hundreds of each", () => {
    expect(judged.valid).toBeGreaterThan(200);
    expect(judged.invalid).toBeGreaterThan(400);
  });
});
