import { ask } from "../host/probes.js";
import { isRunning } from "../host/processes.js";
import { logFile, readRecord, readRecords } from "../host/records.js";
import type { LabFolder } from "../state/folder.js";

/** One daemon of a lab, as it is now. */
export interface DaemonStatus {
  readonly name: string;
  readonly pid: number;
  readonly address: string;
  /** Undefined when it is healthy, otherwise what is wrong. */
  readonly wrong: string | undefined;
  readonly log: string;
}

/** How every daemon of the lab is that was started and not stopped since. */
export async function labStatus(folder: LabFolder): Promise<readonly DaemonStatus[]> {
  return Promise.all(
    readRecords(folder).map(async (record) => ({
      name: record.name,
      pid: record.pid,
      address: record.address,
      wrong: isRunning(record) ? await ask(record.probe, (name) => pidOf(folder, name)) : "does not run",
      log: logFile(folder, record.name),
    })),
  );
}

/** The status as a table. */
export function renderStatus(folder: LabFolder, daemons: readonly DaemonStatus[]): string {
  if (daemons.length === 0) return `nothing runs in ${folder.root}`;
  const rows = daemons.map(({ name, pid, address, wrong, log }) => [
    name,
    String(pid),
    address,
    wrong === undefined ? "healthy" : `${wrong} (see ${log})`,
  ]);
  const table = [["daemon", "pid", "address", "health"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function pidOf(folder: LabFolder, name: string): number | undefined {
  const record = readRecord(folder, name);
  return record !== undefined && isRunning(record) ? record.pid : undefined;
}
