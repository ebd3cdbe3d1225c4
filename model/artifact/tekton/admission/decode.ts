import { isObject, type JsonObject, type JsonValue } from "../../../shared/json.js";
import { isList } from "../json-parts.js";
import { TYPES } from "../types/all-types.js";
import { REQUIRED_FIELDS } from "../types/required-fields.js";
import type { FieldType } from "../types/type-table.js";
import { nearest } from "../../../shared/did-you-mean.js";
import type { Report } from "./report.js";
import { formOf, SCALAR_FAULTS } from "./scalars.js";

/**
 * Reads a value as the admission webhook does: unknown fields and wrong types are objected to. What comes back has the
 * exact field names and lacks whatever says nothing (null, empty lists, empty texts), as after the webhook's round trip
 * through its own types.
 *
 * @param remarks Gets what the webhook accepts and what cannot work all the same: names in another case, which only the
 * webhook reads, and fields that Kubernetes requires.
 */
export function decode(typeName: string, value: JsonObject, report: Report, remarks: Report): JsonObject {
  const fields = TYPES.get(typeName);
  if (fields === undefined) throw new RangeError(`there is no type ${typeName}`);
  const decoded: Record<string, JsonValue> = {};
  const said = new Set<string>();
  for (const [key, raw] of Object.entries(value)) {
    if (raw === undefined) continue;
    const name = fieldName(fields, key);
    const type = name === undefined ? undefined : fields.get(name);
    if (name === undefined || type === undefined) {
      const meant = nearest(key, [...fields.keys()]);
      report.add([key], `${typeName} has no such field`, meant && `Did you mean "${meant}"?`);
      continue;
    }
    if (raw !== null) said.add(name);
    if (name !== key) remarks.at(key).add([], `is written "${name}"`);
    const member = decodeField(type, raw, report.at(key), remarks.at(key));
    if (member !== undefined) decoded[name] = member;
  }
  for (const [name, type] of fields) {
    if (type.kind === "scalar" && type.scalar === "requiredValue" && decoded[name] === undefined) {
      report.add([name], "is missing");
    }
  }
  for (const name of REQUIRED_FIELDS[typeName]?.split(" ") ?? []) {
    if (!said.has(name)) remarks.add([name], "is missing: Kubernetes requires it");
  }
  return decoded;
}

function fieldName(fields: ReadonlyMap<string, FieldType>, key: string): string | undefined {
  if (fields.has(key)) return key;
  return [...fields.keys()].find((name) => name.toLowerCase() === key.toLowerCase());
}

function decodeField(
  type: FieldType,
  value: JsonValue,
  report: Report,
  remarks: Report,
): JsonValue | undefined {
  if (value === null) return type.kind === "scalar" && type.scalar === "requiredValue" ? "" : undefined;
  if (type.kind === "scalar") {
    const fault = SCALAR_FAULTS[type.scalar](value);
    if (fault === undefined) return value === "" && type.scalar === "string" ? undefined : value;
    report.add([], fault);
    return undefined;
  }
  if (type.kind === "type") return decodeObject(type.name, value, report, remarks);
  return type.kind === "list"
    ? decodeList(type.of, value, report, remarks)
    : decodeMap(type.of, value, report, remarks);
}

function decodeObject(
  name: string,
  value: JsonValue,
  report: Report,
  remarks: Report,
): JsonObject | undefined {
  if (isObject(value)) return decode(name, value, report, remarks);
  report.add([], `must be an object and is ${formOf(value)}`);
  return undefined;
}

function decodeList(of: FieldType, value: JsonValue, report: Report, remarks: Report): JsonValue | undefined {
  if (!isList(value)) {
    report.add([], `must be a list and is ${formOf(value)}`);
    return undefined;
  }
  // Null stands for an element that says nothing, which an object of its type may not be allowed to.
  const elements = value.map((element, index) => {
    const said = element === null && of.kind === "type" ? {} : element;
    return decodeField(of, said, report.at(index), remarks.at(index)) ?? emptyOf(of);
  });
  return elements.length === 0 ? undefined : elements;
}

function decodeMap(of: FieldType, value: JsonValue, report: Report, remarks: Report): JsonValue | undefined {
  if (!isObject(value)) {
    report.add([], `must be an object and is ${formOf(value)}`);
    return undefined;
  }
  const object: JsonObject = value;
  const members = Object.entries(object).flatMap(([key, member]): [string, JsonValue][] =>
    member === undefined
      ? []
      : [[key, decodeField(of, member, report.at(key), remarks.at(key)) ?? emptyOf(of)]],
  );
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** What an element counts as when nothing, or nothing right, was said of it. */
function emptyOf(type: FieldType): JsonValue {
  return type.kind === "scalar" ? "" : {};
}
