import { clearAway, LAB_VARIABLE } from "./lab-of-run.js";

/** Stops the run's lab. */
export default async function stopLab(): Promise<void> {
  const folder = process.env[LAB_VARIABLE];
  if (folder !== undefined) await clearAway(folder);
}
