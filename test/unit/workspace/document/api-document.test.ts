import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { openApiText } from "../../../../model/workspace/document/index.js";

const root = resolve(__dirname, "../../../..");
const file = join(root, "api/manager.yml");
const UPDATE = process.env["UPDATE_API_DOCUMENT"] === "1";
const HEADER = `# Made from the schemas in model/workspace/document. To make it anew after a change there:
# UPDATE_API_DOCUMENT=1 npx jest test/unit/workspace/document/api-document.test.ts
`;
/** The validator is a module of the newer kind, so it is used as people use it: from the command line. */
const VALIDATOR = join(root, "node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js");

describe("api/manager.yml", () => {
  beforeAll(() => {
    if (UPDATE) writeFileSync(file, HEADER + openApiText());
  });

  it("is what the schemas say", () => {
    expect(readFileSync(file, "utf8")).toBe(HEADER + openApiText());
  });

  it("is valid to a public validator", () => {
    expect(execFileSync(process.execPath, [VALIDATOR, file], { encoding: "utf8" })).toContain(
      '"valid": true',
    );
  });
});

describe("the validator", () => {
  const folder = mkdtempSync(join(tmpdir(), "api-document-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    [
      "a reference that leads nowhere",
      (text: string) => text.replace('schemas/v1alphaBackoff"', 'schemas/gone"'),
    ],
    ["a parameter that is nowhere", (text: string) => text.replace("in: path", "in: pth")],
  ])("refuses %s", (_, spoil) => {
    const spoilt = join(folder, "manager.yml");
    const text = spoil(openApiText());
    expect(parse(text)).not.toEqual(parse(openApiText()));
    writeFileSync(spoilt, text);
    const { status } = spawnSync(process.execPath, [VALIDATOR, spoilt]);
    expect(status).not.toBe(0);
  });
});
