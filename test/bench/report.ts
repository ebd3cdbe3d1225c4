import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const FILE = path.resolve(__dirname, "..", "..", "docs", "benchmarks.md");
const BEGIN = (section: string): string => `<!-- ${section} -->`;
const END = (section: string): string => `<!-- /${section} -->`;

/** One measured comparison. Both numbers come from the same run on the same machine. */
export interface Comparison {
  readonly what: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** Highest ratio that is accepted; left out where the ratio is only reported. */
  readonly limit?: number;
}

/** Ratio of a comparison. */
export function ratio({ ours, peer }: Comparison): number {
  return ours / peer;
}

/** Prints a table of ratios and keeps it in docs/benchmarks.md, in the section of this suite. */
export function publish(section: string, explanation: string, comparisons: readonly Comparison[]): void {
  const rows = comparisons.map((one) => {
    const limit = one.limit === undefined ? "–" : `≤ ${one.limit}`;
    return `| ${one.what} | ${round(one.ours)} ${one.unit} | ${round(one.peer)} ${one.unit} | **${ratio(one).toFixed(2)}** | ${limit} |`;
  });
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  const text = [
    explanation,
    "",
    `Measured on ${machine}.`,
    "",
    "| what | ours | peer | ratio | limit |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  process.stdout.write(`\n${text}\n`);
  writeFileSync(FILE, replaceSection(readFileSync(FILE, "utf8"), section, text));
}

function replaceSection(document: string, section: string, text: string): string {
  const block = `${BEGIN(section)}\n${text}\n${END(section)}`;
  const start = document.indexOf(BEGIN(section));
  if (start < 0) return `${document.trimEnd()}\n\n## ${section}\n\n${block}\n`;
  return (
    document.slice(0, start) + block + document.slice(document.indexOf(END(section)) + END(section).length)
  );
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}

/** The middle one of several numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no values");
  return middle;
}

/** Milliseconds an action takes. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await action();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Fails the run when a command did not end well. */
export async function succeeds(
  run: Promise<{ readonly code: number | null; readonly output: string }>,
): Promise<void> {
  const { code, output } = await run;
  if (code !== 0) throw new Error(`exit code ${code ?? "none"}:\n${output}`);
}
