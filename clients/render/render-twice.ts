import { setTimeout as pause } from "node:timers/promises";
import type { TemplateJob, TemplateOutcome } from "../../model/workspace/render/template-tool.js";
import { complaintOf } from "./complaint.js";
import type { PrivateCopy } from "./private-copy.js";
import type { ToolEnd } from "./run-tool.js";

const SECOND_MS = 1_000;

/**
 * Runs a rendering twice. Where templates may print the time, the second run begins in another second, or what they
 * print could be the same by chance.
 */
export async function renderTwice(
  tool: string,
  job: TemplateJob,
  copy: PrivateCopy,
  signal: AbortSignal | undefined,
  run: () => Promise<ToolEnd>,
): Promise<TemplateOutcome> {
  const first = await run();
  if (first.code !== 0) return { ok: false, problem: complaintOf(first.stderr, tool, job, copy) };
  if (job.readsClock) await nextSecond(signal);
  const second = await run();
  if (second.code !== 0) return { ok: false, problem: complaintOf(second.stderr, tool, job, copy) };
  return { ok: true, printed: [first.stdout, second.stdout] };
}

async function nextSecond(signal: AbortSignal | undefined): Promise<void> {
  const rest = SECOND_MS - (Date.now() % SECOND_MS);
  // Once aborted, the second run says so itself.
  await pause(rest, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
