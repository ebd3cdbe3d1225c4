import type { Decoded } from "../../../model/reservation/wire/decode.js";
import { Refusal } from "./refusal.js";

/** A decoded body, where keys that the type does not have are faults as well. */
export function decodedStrictly<T>(decoded: Decoded<T>): T {
  const faults = decoded.ok ? decoded.warnings : decoded.problems;
  if (decoded.ok && faults.length === 0) return decoded.value;
  throw new Refusal(400, faults.map(({ path, reason }) => `${path}: ${reason}`).join("; "));
}
