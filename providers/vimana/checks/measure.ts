import type { Measurement } from "../../../model/vimana/rollout/checks.js";
import type { CheckSpec } from "../../../model/vimana/rollout/spec.js";
import { Failure } from "../../../model/shared/errors.js";
import { measureHttp } from "./http.js";
import { measurePrometheus } from "./prometheus.js";

/** The version that a check is about. */
export interface Subject {
  readonly version: string;
  /** Name of its Service. */
  readonly service: string;
}

/** Makes one measurement. Whatever keeps it from a result is in the measurement, not thrown. */
export type Measure = (
  name: string,
  check: CheckSpec,
  subject: Subject,
  signal: AbortSignal,
) => Promise<Measurement>;

export const measure: Measure = async (name, { http, prometheus, successWhen }, subject, signal) => {
  if (http !== undefined) return measureHttp(http, successWhen, signal);
  if (prometheus !== undefined && successWhen !== undefined) {
    return measurePrometheus(prometheus, successWhen, subject, signal);
  }
  throw new Failure({ what: `check ${name} has neither http nor prometheus`, next: "Declare one of them" });
};
