import { createHash } from "node:crypto";
import { canonicalJson, type JsonObject } from "../../shared/json.js";

/** Hash of what instances are built and cleaned with: SHA-256 in hex over the canonical JSON of both units. */
export function unitHash(build: JsonObject, clean: JsonObject): string {
  return createHash("sha256").update(canonicalJson({ build, clean })).digest("hex");
}
