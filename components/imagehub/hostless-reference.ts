import { type ParsedOciReference, parseOciReference } from "../../model/shared/oci-reference.js";

/** Parses a reference inside a registry that is named otherwise; a host in it would be ignored, so it is a fault. */
export function parseHostlessReference(text: string): ParsedOciReference {
  const parsed = parseOciReference(text);
  if (!parsed.ok || parsed.reference.host === undefined) return parsed;
  return { ok: false, reason: `"${parsed.reference.host}" is a host; the registry has it already` };
}
