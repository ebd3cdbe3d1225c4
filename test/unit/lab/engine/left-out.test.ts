import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { projectFiles } from "../../../../config/project-files.js";
import { readStackFile } from "../../../../config/stack-file.js";
import { checkStack } from "../../../../config/stack-settings.js";
import { shortenStackFile } from "../../../../lab/engine/left-out.js";
import { findStackFile } from "../../../../lab/engine/stack-file.js";

const CHECKOUT = path.resolve(__dirname, "..", "..", "..", "..");

describe("the example stack, on a machine that cannot run all of the lab", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-left-out-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("is deployed as it is where everything runs", () => {
    const file = findStackFile(CHECKOUT, "dev");
    expect(shortenStackFile(file, file.profiles, folder)).toBeUndefined();
  });

  test("is deployed without root but for nodes, gateways and pipelines, and has no fault then", () => {
    const file = findStackFile(CHECKOUT, "dev");
    const short = shortenStackFile(file, ["cluster", "registry", "git", "kwok"], folder);
    expect(short?.leftOut).toEqual(
      expect.arrayContaining(["nodes", "identities", "reservations", "vimanas", "artifacts"]),
    );
    const text = readFileSync(short?.path ?? "", "utf8");
    const keys = Object.keys((parse(text) as { config: object }).config);
    expect(keys).toEqual(expect.arrayContaining(["groundplan:workspaces", "groundplan:imagehub"]));
    expect(keys.filter((key) => short?.leftOut.includes(key.replace("groundplan:", "")))).toEqual([]);
    const files = projectFiles(CHECKOUT, { credentialsExpected: false });
    expect(checkStack(readStackFile(text), files).problems).toEqual([]);
  });
});
