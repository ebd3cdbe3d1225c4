import { parseGoDuration } from "../../shared/duration.js";
import type { Problem } from "../../shared/problem.js";
import { RETRY_TRIGGERS } from "../objects/retry-triggers.js";
import type { ServerSpec } from "../schema.js";
import { faultAt, warningAt, type Place } from "./report.js";

/** Gateway API writes durations with at most five digits a unit. */
const LONGEST_HOURS = 99_999;

/** Rules of a server's timeouts and retries. */
export function trafficProblems({ traffic }: ServerSpec, place: Place): readonly Problem[] {
  if (traffic === undefined) return [];
  const { requestTimeout, maxStreamDuration, retries } = traffic;
  const durations = [
    { field: ["requestTimeout"], text: requestTimeout },
    { field: ["maxStreamDuration"], text: maxStreamDuration },
    { field: ["retries", "perTryTimeout"], text: retries?.perTryTimeout },
  ];
  return [
    ...durations.flatMap(({ field, text }) =>
      text === undefined || hours(text) <= LONGEST_HOURS
        ? []
        : [faultAt(place, ["traffic", ...field], `must be at most ${LONGEST_HOURS}h and is ${text}`)],
    ),
    ...(requestTimeout !== undefined && maxStreamDuration !== undefined
      ? [
          warningAt(
            place,
            ["traffic", "requestTimeout"],
            "requestTimeout has no effect next to maxStreamDuration, which then limits every call",
            "keep one of the two",
          ),
        ]
      : []),
    ...(retries?.on ?? []).flatMap((condition, index) => {
      const fault = conditionFault(condition);
      return fault === undefined ? [] : [faultAt(place, ["traffic", "retries", "on", index], fault)];
    }),
  ];
}

function conditionFault(condition: string | number): string | undefined {
  if (typeof condition === "number") {
    if (condition >= 100 && condition <= 599) return undefined;
    return `an HTTP code must be from 100 to 599 and is ${condition}`;
  }
  const known: readonly string[] = RETRY_TRIGGERS;
  if (known.includes(condition)) return undefined;
  return `"${condition}" is nothing that calls can be tried again for; possible are: ${known.join(", ")}`;
}

function hours(duration: string): number {
  const parsed = parseGoDuration(duration);
  return parsed.ok ? parsed.seconds / 3600 : 0;
}
