import { clearAway } from "./lab-of-run";

/** Stops the run's lab. */
export default function stopLab(): void {
  const folder = process.env.GROUNDPLAN_TEST_LAB;
  if (folder !== undefined) clearAway(folder);
}
