import { canonicalJson, type JsonObject, type JsonValue } from "../../../shared/json.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";

/** The objects of a list by their names; one without a name is kept by its content. */
export function namedEntries(list: JsonValue | undefined): Map<string, JsonObject> {
  const entries = (isJsonArray(list) ? list : []).filter(isJsonObject);
  return new Map(
    entries.map((entry) => [typeof entry["name"] === "string" ? entry["name"] : canonicalJson(entry), entry]),
  );
}
