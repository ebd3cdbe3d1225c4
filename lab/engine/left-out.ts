import { readFileSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { PRIVATE, writeIfChanged } from "../state/files.js";
import type { StackFile } from "./stack-file.js";

/** Parts of a stack's configuration that are of no use without a part of the lab. */
const KEYS_OF_PROFILE: Readonly<Record<string, readonly string[]>> = {
  nodes: ["nodes", "identities", "nameServers", "reservations", "gateways"],
  gateway: ["vimanas"],
  tekton: ["artifacts"],
};

/** A stack file without what the lab cannot carry here. */
export interface ShortenedStackFile {
  readonly path: string;
  /** Names of the parts that are not in it. */
  readonly leftOut: readonly string[];
}

/**
 * Writes what of a stack file can be deployed on the parts of the lab that run.
 *
 * @param running profiles that are up
 * @param folder where the shortened file goes
 * @returns undefined when all of it can
 */
export function shortenStackFile(
  file: StackFile,
  running: readonly string[],
  folder: string,
): ShortenedStackFile | undefined {
  const missing = file.profiles.filter((profile) => !running.includes(profile));
  const document = parseDocument(readFileSync(file.path, "utf8"));
  const leftOut = missing
    .flatMap((profile) => KEYS_OF_PROFILE[profile] ?? [])
    .filter((key) => document.hasIn(["config", `groundplan:${key}`]));
  if (leftOut.length === 0) return undefined;
  for (const key of leftOut) {
    document.deleteIn(["config", `groundplan:${key}`]);
    document.deleteIn(["config", `groundplan:${key}Secrets`]);
  }
  const short = path.join(folder, path.basename(file.path));
  return { path: writeIfChanged(short, document.toString(), PRIVATE), leftOut };
}
