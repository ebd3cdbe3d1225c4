import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
// Without an ending: Jest runs this file before its module names are mapped.
import ensureBuilt from "./built";

const MAIN = path.resolve(__dirname, "../../dist/lab/main.js");
const NAME = /^groundplan-lab-(\d+)-/;

/**
 * Names the run's lab, which no test has asked for yet, in the environment variable `GROUNDPLAN_TEST_LAB`, and
 * clears away labs of runs that were killed.
 */
export default function prepareLab(): void {
  ensureBuilt();
  const temp = realpathSync(os.tmpdir());
  for (const name of readdirSync(temp)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) clearAway(path.join(temp, name));
  }
  process.env.GROUNDPLAN_TEST_LAB = mkdtempSync(path.join(temp, `groundplan-lab-${process.pid}-`));
}

/** Stops a lab and removes its state folder. */
export function clearAway(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "down"], {
    env: { ...process.env, GROUNDPLAN_LAB_DIR: folder },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`cannot stop the lab in ${folder}: ${stderr}`);
  rmSync(folder, { recursive: true, force: true });
}
