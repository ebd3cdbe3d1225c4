import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import {
  inspectEntry,
  openStaging,
  publishEntry,
  sweepStaging,
} from "../../../../lab/toolbox/cache-entry.js";
import { workbench, writeScript, type Workbench } from "./workbench.js";

let bench: Workbench;
let entry: string;

beforeEach(async () => {
  bench = workbench();
  entry = path.join(bench.folder, "lab", "sample-1.2.3");
  await make("v1.2.3");
});
afterEach(() => {
  bench.remove();
});

async function make(version: string): Promise<void> {
  const staging = await openStaging(entry);
  writeScript(path.join(staging, "bin", "sample"), `echo ${version}`);
  writeFileSync(path.join(staging, "notes"), "plain");
  symlinkSync("bin/sample", path.join(staging, "link"));
  await publishEntry(staging, entry, "go");
}

test("a published entry is good, remembers its making and leaves nothing beside it", async () => {
  expect(await inspectEntry(entry)).toMatchObject({ state: "good", manifest: { source: "go" } });
  expect(readdirSync(path.dirname(entry))).toEqual(["sample-1.2.3"]);
});

test("no entry is missing, not broken", async () => {
  expect(await inspectEntry(`${entry}-other`)).toEqual({ state: "missing" });
});

const binary = (): string => path.join(entry, "bin", "sample");
const damages: readonly (readonly [string, string, () => void])[] = [
  [
    "no manifest",
    "its manifest is missing or unreadable",
    () => {
      unlinkSync(path.join(entry, "manifest.json"));
    },
  ],
  [
    "half a manifest",
    "its manifest is missing or unreadable",
    () => {
      writeFileSync(path.join(entry, "manifest.json"), '{"format":1,"files":[');
    },
  ],
  [
    "a manifest of another kind",
    "its manifest is missing or unreadable",
    () => {
      writeFileSync(path.join(entry, "manifest.json"), '{"format":1,"source":"go","files":[{}],"links":[]}');
    },
  ],
  [
    "a file that is gone",
    "bin/sample: missing",
    () => {
      unlinkSync(binary());
    },
  ],
  [
    "a folder in a file's place",
    "notes: missing",
    () => {
      rmSync(path.join(entry, "notes"));
      cpSync(path.join(entry, "bin"), path.join(entry, "notes"), { recursive: true });
    },
  ],
  [
    "a longer file",
    "bin/sample: 23 bytes instead of 22",
    () => {
      appendFileSync(binary(), "x");
    },
  ],
  [
    "a file that cannot be run",
    "bin/sample: not executable",
    () => {
      chmodSync(binary(), 0o644);
    },
  ],
  [
    "other bytes",
    "bin/sample: other content",
    () => {
      writeFileSync(binary(), "#!/bin/sh\necho v6.6.6\n");
      utimesSync(binary(), 1, 1);
    },
  ],
  [
    "another link",
    "link: no link to bin/sample",
    () => {
      unlinkSync(path.join(entry, "link"));
      symlinkSync("/bin/sh", path.join(entry, "link"));
    },
  ],
];

test.each(damages)("%s is noticed, and the entry can be made again", async (_title, reason, damage) => {
  damage();
  expect(await inspectEntry(entry)).toEqual({ state: "broken", reason });
  await make("v1.2.4");
  expect(await inspectEntry(entry)).toMatchObject({ state: "good" });
  expect(execFileSync(binary(), { encoding: "utf8" })).toBe("v1.2.4\n");
  expect(readdirSync(path.dirname(entry))).toEqual(["sample-1.2.3"]);
});

test("a copied cache has other times and the same content: it is hashed once and then known", async () => {
  utimesSync(binary(), 1_000_000, 1_000_000);
  expect(await inspectEntry(entry)).toMatchObject({ state: "good" });
  expect(readFileSync(path.join(entry, "manifest.json"), "utf8")).toContain('"mtime": 1000000');
});

test("an entry without any file is never published", async () => {
  const empty = path.join(bench.folder, "lab", "empty");
  await expect(publishEntry(await openStaging(empty), empty, "go")).rejects.toThrow("nothing was made");
  expect(existsSync(empty)).toBe(false);
});

test("what killed runs left is swept away, and nothing else", async () => {
  const left = await openStaging(entry);
  const others = await openStaging(`${entry}-rc1`);
  await sweepStaging(entry);
  expect(existsSync(left)).toBe(false);
  expect(existsSync(others)).toBe(true);
  expect(await inspectEntry(entry)).toMatchObject({ state: "good" });
});
