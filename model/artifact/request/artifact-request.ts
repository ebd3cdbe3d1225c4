import type { JsonObject } from "../../shared/json.js";
import type { Named, Unit } from "../unit.js";

/**
 * A checked request in Tekton's own spellings. Beside the fields here it may hold every pool setting, as written;
 * defaults are not filled in.
 */
export interface ArtifactRequest extends JsonObject {
  readonly name: string;
  /** Artifacts of which each instance holds one instance while it lives. */
  readonly refs?: readonly Named[];
  readonly build: Unit;
  readonly clean: Unit;
}
