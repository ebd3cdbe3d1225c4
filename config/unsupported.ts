import type { Problem } from "../model/shared/problem.js";
import { removeCommand } from "./commands.js";

/** Sections that the source documents name and this version does not do yet, and what each would declare. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  gateways: "gateways",
};

/** The problem of a key that this version knows and does not do; undefined for any other key. */
export function unsupported(key: string): Problem | undefined {
  const about = UNSUPPORTED[key.replace(/Secrets$/, "")];
  if (about === undefined) return undefined;
  const reason = `${about} are not supported by this version of groundplan (docs/coverage.md says what is)`;
  return { path: key, reason, fix: removeCommand(key) };
}
