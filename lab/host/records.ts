import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PRIVATE, readIfThere, writeWhole } from "../state/files.js";
import type { LabFolder } from "../state/folder.js";

const probe = z.discriminatedUnion("type", [
  z
    .object({
      type: z.literal("http"),
      url: z.string(),
      expect: z.array(z.number()).readonly(),
      certificateAuthority: z.string().exactOptional(),
    })
    .readonly(),
  z.object({ type: z.literal("tcp"), host: z.string(), port: z.number() }).readonly(),
  z.object({ type: z.literal("unix"), path: z.string(), within: z.string().exactOptional() }).readonly(),
  z.object({ type: z.literal("file"), path: z.string(), within: z.string().exactOptional() }).readonly(),
]);

const recordSchema = z
  .object({
    name: z.string(),
    pid: z.number().int().positive(),
    startTime: z.number(),
    /** RFC 3339. */
    startedAt: z.string(),
    fingerprint: z.string(),
    address: z.string(),
    probe,
  })
  .readonly();

/** What is remembered of a started daemon, one JSON file each below `processes/`. */
export type DaemonRecord = z.infer<typeof recordSchema>;

/** All readable records, oldest first. A file that cannot be read is passed over: its process bears the marker. */
export function readRecords(folder: LabFolder): readonly DaemonRecord[] {
  const records = path.join(folder.root, "processes");
  if (!existsSync(records)) return [];
  return readdirSync(records)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readRecord(folder, name.slice(0, -".json".length)) ?? [])
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/** The record of one daemon, undefined when there is none. */
export function readRecord(folder: LabFolder, name: string): DaemonRecord | undefined {
  const text = readIfThere(recordFile(folder, name));
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Remembers a started daemon. */
export function writeRecord(folder: LabFolder, record: DaemonRecord): void {
  writeWhole(recordFile(folder, record.name), `${JSON.stringify(record, null, 2)}\n`, PRIVATE);
}

/** Forgets a stopped daemon. */
export function removeRecord(folder: LabFolder, name: string): void {
  rmSync(recordFile(folder, name), { force: true });
}

/** Where a daemon's standard output and error go. */
export function logFile(folder: LabFolder, name: string): string {
  return path.join(folder.root, "logs", `${name}.log`);
}

function recordFile(folder: LabFolder, name: string): string {
  return path.join(folder.root, "processes", `${name}.json`);
}
