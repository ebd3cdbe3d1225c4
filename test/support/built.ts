import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const sources = [
  "index.ts",
  "config",
  "components",
  "providers",
  "model",
  "clients",
  "cli",
  "lab",
  "tsconfig.json",
];

/**
 * Compiles the package into `dist/` when a source is newer than what is there: the real provider process loads
 * compiled code. A type error does not stop it; type-checking is another command's work.
 */
export default function ensureBuilt(): void {
  const built = modified(join(root, "dist/providers/host.js"));
  if (sources.every((source) => newest(join(root, source)) < built)) return;
  const compiler = require.resolve("typescript/bin/tsc");
  const { error } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.json"], { cwd: root });
  if (error !== undefined) throw error;
  if (modified(join(root, "dist/providers/host.js")) <= built) throw new Error("tsc wrote no dist/");
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return /\.(ts|json)$/.test(path) ? stat.mtimeMs : 0;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
