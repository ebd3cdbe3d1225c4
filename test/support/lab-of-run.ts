import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { identify } from "../../lab/host/processes.js";
import { down } from "../../lab/profiles/down.js";
import { labFolder } from "../../lab/state/folder.js";
import ensureBuilt from "./built.js";

/** Environment variable with the state folder of the run's lab. */
export const LAB_VARIABLE = "GROUNDPLAN_TEST_LAB";

const NAME = /^groundplan-lab-(\d+)-/;

/** Names the run's lab, which no test has asked for yet, and clears away labs of runs that were killed. */
export default async function prepareLab(): Promise<void> {
  ensureBuilt();
  const temp = realpathSync(os.tmpdir());
  for (const name of readdirSync(temp)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && identify(Number(owner)) === undefined) await clearAway(path.join(temp, name));
  }
  process.env[LAB_VARIABLE] = mkdtempSync(path.join(temp, `groundplan-lab-${process.pid}-`));
}

/** Stops a lab and removes its state folder. */
export async function clearAway(folder: string): Promise<void> {
  await down(labFolder(folder), { line: () => undefined, status: () => undefined });
  rmSync(folder, { recursive: true, force: true });
}
