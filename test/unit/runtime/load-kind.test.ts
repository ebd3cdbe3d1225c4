import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kindLoader } from "../../../providers/load-kind.js";

describe("kindLoader", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-kinds-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each<[string, string | undefined, string]>([
    ["no package.json", undefined, "there is no kind shop.Missing"],
    ["no section", "{}", "there is no kind shop.Missing"],
    ["broken JSON", "{", "package.json: is not valid JSON"],
    ["no path", '{"groundplan":{"kinds":7}}', "groundplan.kinds must be a path"],
    ["no module", '{"groundplan":{"kinds":"./absent.js"}}', "cannot load ./absent.js"],
  ])("tells what to do: %s", async (_what, manifest, message) => {
    if (manifest !== undefined) writeFileSync(join(folder, "package.json"), manifest);
    await expect(kindLoader(folder)("shop.Missing")).rejects.toThrow(message);
  });
});
