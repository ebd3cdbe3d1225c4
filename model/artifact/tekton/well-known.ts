import type { JsonObject } from "../../shared/json.js";
import type { ArtifactPhase } from "../names.js";
import { namesOf } from "./json-parts.js";
import { parametersUsedIn } from "./parameter-references.js";

/** Parameters that every run gets, with what they tell. */
export const WELL_KNOWN_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["name", "name of the artifact"],
  ["art_id", "name of the artifact"],
  ["inst_id", "id of the instance"],
]);

/** A clean run gets result `x` of the build as parameter `result_x`. */
export const RESULT_PREFIX = "result_";

/** Whether runs of a phase give a parameter of this name its value. */
export function isWellKnown(phase: ArtifactPhase, name: string): boolean {
  return WELL_KNOWN_PARAMETERS.has(name) || (phase === "clean" && name.startsWith(RESULT_PREFIX));
}

/** The well-known parameters of a unit that its pipeline has to declare because the unit itself does not. */
export function impliedParameters(phase: ArtifactPhase, unit: JsonObject): readonly string[] {
  const declared = new Set(namesOf(unit.params));
  return wellKnownOf(phase, unit).filter((name) => !declared.has(name));
}

/** All well-known parameters that a run of a unit has to pass: the three of every run and the results it asks for. */
export function wellKnownOf(phase: ArtifactPhase, unit: JsonObject): readonly string[] {
  const asked = phase === "build" ? [] : [...namesOf(unit.params), ...parametersUsedIn([unit])];
  const results = asked.filter((name) => name.startsWith(RESULT_PREFIX));
  return [...WELL_KNOWN_PARAMETERS.keys(), ...new Set(results)];
}
