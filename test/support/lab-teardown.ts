import { clearAway } from "./lab-of-run";

/** Stops the run's labs. */
export default function stopLabs(): void {
  const folder = process.env.GROUNDPLAN_TEST_LABS;
  if (folder !== undefined) clearAway(folder);
}
