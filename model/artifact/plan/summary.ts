import type { PoolPlan } from "./types.js";

/** A plan in a line: `2 to build, 1 to clean, 1 stale, blocked: no free account gcp`. */
export function planSummary(plan: PoolPlan): string {
  const { phase, forecast, awaited, stale, blocked } = plan;
  const parts = [
    ...counted(forecast.build, "to build"),
    ...counted(forecast.clean, "to clean"),
    ...counted(awaited.length, "under way"),
    ...counted(stale, "stale"),
    ...(phase === "Paused" ? ["paused"] : []),
    ...(blocked.length === 0 ? [] : [`blocked: ${blocked.join("; ")}`]),
  ];
  return parts.length === 0 ? "nothing to do" : parts.join(", ");
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}
