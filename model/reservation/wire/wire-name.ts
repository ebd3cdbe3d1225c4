import type { PropertyPath } from "../../shared/property-path.js";

/** The wire's name of a field: `signingRequestProvision` is `signing_request_provision`. */
export function wireName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A path in the internal model as a path on the wire. */
export function wirePath(path: readonly PropertyKey[]): PropertyPath {
  return path.map((step) => (typeof step === "number" ? step : wireName(String(step))));
}
