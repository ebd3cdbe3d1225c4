import type { JsonObject, JsonValue } from "../../shared/json.js";
import { isObject } from "../../shared/json.js";
import { isList } from "./json-parts.js";

/** Longest run of a pipeline that names no timeout. */
export const DEFAULT_PIPELINE_TIMEOUT = "1h0m0s";
export const DEFAULT_SERVICE_ACCOUNT = "default";

/** A pipeline spec with what Tekton's admission would add; parts that are not of the expected form stay as they are. */
export function withPipelineDefaults(spec: JsonObject): JsonObject {
  return defined({
    ...spec,
    params: eachObject(spec.params, withParameterType),
    tasks: eachObject(spec.tasks, withTaskDefaults),
    finally: eachObject(spec.finally, withTaskDefaults),
  });
}

function withTaskDefaults(task: JsonObject): JsonObject {
  return defined({
    ...task,
    taskRef: changed(task.taskRef, withKind),
    taskSpec: changed(task.taskSpec, (spec) =>
      defined({
        ...spec,
        params: eachObject(spec.params, withParameterType),
        results: eachObject(spec.results, withResultType),
      }),
    ),
  });
}

function withKind(reference: JsonObject): JsonObject {
  return isGiven(reference.kind) || isGiven(reference.resolver) ? reference : { ...reference, kind: "Task" };
}

function withParameterType(param: JsonObject): JsonObject {
  const typed = isGiven(param.type) ? param : { ...param, type: impliedType(param) };
  return withPropertyTypes(typed);
}

function impliedType(param: JsonObject): string {
  if (isObject(param.properties)) return "object";
  return typeOfValue(param.default);
}

function withResultType(result: JsonObject): JsonObject {
  const type = isObject(result.properties) ? "object" : "string";
  return withPropertyTypes(isGiven(result.type) ? result : { ...result, type });
}

function withPropertyTypes(declared: JsonObject): JsonObject {
  const { properties } = declared;
  if (!isObject(properties)) return declared;
  const members: JsonObject = properties;
  const typed = Object.entries(members).map(([key, property]): [string, JsonValue | undefined] => {
    if (property === null) return [key, { type: "string" }];
    if (!isObject(property)) return [key, property];
    const object: JsonObject = property;
    return [key, isGiven(object.type) ? object : { ...object, type: "string" }];
  });
  return { ...declared, properties: Object.fromEntries(typed) };
}

/** How Tekton reads a parameter's value: lists and objects of texts as such, anything else as a text. */
export function typeOfValue(value: JsonValue | undefined): "string" | "array" | "object" {
  if (isList(value) && value.every(isTextOrNull)) return "array";
  if (isObject(value) && Object.values(value).every(isTextOrNull)) return "object";
  return "string";
}

function isTextOrNull(value: unknown): boolean {
  return typeof value === "string" || value === null;
}

function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

function changed(
  value: JsonValue | undefined,
  change: (object: JsonObject) => JsonObject,
): JsonValue | undefined {
  return isObject(value) ? change(value) : value;
}

function eachObject(
  list: JsonValue | undefined,
  change: (object: JsonObject) => JsonObject,
): JsonValue | undefined {
  if (!isList(list)) return list;
  return list.map((element) => (isObject(element) ? change(element) : element));
}

function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
