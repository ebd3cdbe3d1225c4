import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeTornAttributes } from "../../../../lab/engine/torn-attributes.js";

const backend = mkdtempSync(path.join(os.tmpdir(), "groundplan-backend-"));
const folder = path.join(backend, ".pulumi", "stacks", "shop");

afterAll(() => {
  rmSync(backend, { recursive: true, force: true });
});

test("attributes that a killed engine left half-written are removed, and nothing else is", () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "dev.json"), "");
  writeFileSync(path.join(folder, "dev.json.attrs"), "");
  writeFileSync(path.join(folder, "dev.json.bak.attrs"), '{"user.content_type":"tex');
  writeFileSync(path.join(folder, "prod.json.attrs"), "");
  writeFileSync(path.join(folder, "dev.json.whole.attrs"), "{}");

  const removed = removeTornAttributes(backend, "shop", "dev").map((file) => path.basename(file));

  expect(removed.sort()).toEqual(["dev.json.attrs", "dev.json.bak.attrs"]);
  expect(readdirSync(folder).sort()).toEqual(["dev.json", "dev.json.whole.attrs", "prod.json.attrs"]);
});

test("a backend without the project has nothing to remove", () => {
  expect(removeTornAttributes(backend, "unknown", "dev")).toEqual([]);
});
