import type { Measurement } from "../../../model/vimana/rollout/checks.js";
import type { CheckSpec } from "../../../model/vimana/rollout/spec.js";
import { seconds } from "../../../model/vimana/rollout/spec.js";
import { fulfils } from "../../../model/vimana/rollout/success-when.js";
import { get, shownAddress } from "./get.js";

/** A GET that is good by its status. No answer is a bad one: what does not answer does not serve. */
export async function measureHttp(
  { url, timeout }: NonNullable<CheckSpec["http"]>,
  successWhen: string | undefined,
  signal: AbortSignal,
): Promise<Measurement> {
  const answer = await get(url, 1000 * seconds(timeout), signal);
  if (!answer.ok) return { verdict: "bad", text: `${answer.reason} from ${shownAddress(url)}` };
  const { status } = answer;
  const good = successWhen === undefined ? status >= 200 && status < 300 : fulfils(successWhen, status);
  if (good) return { verdict: "good", text: `status ${status}` };
  const wanted = successWhen === undefined ? "2xx" : successWhen.trim();
  return { verdict: "bad", text: `status ${status}, not ${wanted}, from ${shownAddress(url)}` };
}
