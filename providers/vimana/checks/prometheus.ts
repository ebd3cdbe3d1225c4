import { isObject } from "../../../model/shared/json.js";
import type { Measurement } from "../../../model/vimana/rollout/checks.js";
import type { CheckSpec } from "../../../model/vimana/rollout/spec.js";
import { fulfils } from "../../../model/vimana/rollout/success-when.js";
import { get, shownAddress } from "./get.js";
import type { Subject } from "./measure.js";

/** Milliseconds that a query may take. */
const QUERY_MS = 10_000;

/**
 * An instant query whose result is one number. No answer, no result and NaN say nothing about the version, and count
 * as inconclusive.
 */
export async function measurePrometheus(
  { address, query }: NonNullable<CheckSpec["prometheus"]>,
  successWhen: string,
  subject: Subject,
  signal: AbortSignal,
): Promise<Measurement> {
  const asked = filledIn(query, subject);
  const url = new URL("api/v1/query", address.endsWith("/") ? address : `${address}/`);
  url.searchParams.set("query", asked);
  const answer = await get(url.href, QUERY_MS, signal);
  const value = answer.ok ? valueIn(answer.status, answer.text) : answer.reason;
  const from = `of ${asked} at ${shownAddress(address)}`;
  if (typeof value === "string") return { verdict: "inconclusive", text: `${value} ${from}` };
  const rule = successWhen.trim();
  if (fulfils(rule, value)) return { verdict: "good", text: `${value} ${rule}` };
  return { verdict: "bad", text: `${value}, not ${rule}, ${from}` };
}

/** A query about one version. */
function filledIn(query: string, subject: Subject): string {
  return query
    .replaceAll(/\{\{\s*service\s*\}\}/g, subject.service)
    .replaceAll(/\{\{\s*version\s*\}\}/g, subject.version);
}

/** The number of an answer, or what it has instead. */
function valueIn(status: number, text: string): number | string {
  const body = parsed(text);
  if (!isObject(body)) return `status ${status} without a result`;
  if (body["status"] !== "success") {
    const { error } = body;
    return `status ${status}: ${typeof error === "string" ? error : "no success"}`;
  }
  const data = isObject(body["data"]) ? body["data"] : {};
  const sample = sampleOf(data["resultType"], data["result"]);
  if (typeof sample === "string") return sample;
  const [, figure] = sample;
  const value = figure === "+Inf" ? Infinity : figure === "-Inf" ? -Infinity : Number(figure);
  return Number.isNaN(value) ? "result NaN" : value;
}

function sampleOf(type: unknown, result: unknown): readonly unknown[] | string {
  const samples: readonly unknown[] = Array.isArray(result) ? result : [];
  if (type === "scalar") return samples;
  if (type !== "vector") return `a result of type ${String(type)}, not a number`;
  const [only, ...others] = samples;
  if (only === undefined) return "an empty result";
  if (others.length > 0) return `${samples.length} results, not one`;
  return isObject(only) && Array.isArray(only["value"]) ? only["value"] : "a result without a number";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
