import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
// Without an ending: Jest runs this file before its module names are mapped.
import ensureBuilt from "./built";

const MAIN = path.resolve(__dirname, "../../dist/lab/main.js");
const NAME = /^groundplan-lab-(\d+)-/;

/**
 * Makes the folder for the run's labs, one for each of Jest's workers, tells it in the environment variable
 * `GROUNDPLAN_TEST_LABS`, and clears away labs of runs that were killed.
 */
export default function prepareLabs(): void {
  ensureBuilt();
  const temp = realpathSync(os.tmpdir());
  for (const name of readdirSync(temp)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) clearAway(path.join(temp, name));
  }
  process.env.GROUNDPLAN_TEST_LABS = mkdtempSync(path.join(temp, `groundplan-lab-${process.pid}-`));
}

/** Stops the labs below a folder, or the one that it is itself, and removes it. */
export function clearAway(folder: string): void {
  const workers = readdirSync(folder).filter((name) => /^\d+$/.test(name));
  for (const worker of workers) stop(path.join(folder, worker));
  stop(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function stop(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "down"], {
    env: { ...process.env, GROUNDPLAN_LAB_DIR: folder },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`cannot stop the lab in ${folder}: ${stderr}`);
}
