import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import { isList } from "../tekton/json-parts.js";
import { originalPath } from "./original-path.js";
import { plainJson } from "./plain-json.js";
import {
  CONTAINER_SPELLINGS,
  ENV_SPELLINGS,
  type Spelling,
  TASK_SPELLINGS,
  VOLUME_SPELLINGS,
} from "./spellings.js";

/** A request in Tekton's own spellings, and what had to be read otherwise than it was written. */
export interface NormalisedRequest {
  readonly value: JsonValue;
  /** One for each old spelling, with its path in the request as written. */
  readonly warnings: readonly Problem[];
}

/**
 * Brings a request into Tekton's own spellings. A task's `spec` and `paramValues` become `taskSpec` and `params`
 * silently; old spellings that Tekton refuses are read with a warning. Fields that nobody knows pass through, and a
 * request that is normalised already stays as it is.
 */
export function normaliseRequest(raw: unknown): NormalisedRequest {
  const request = plainJson(raw);
  const warnings: Warning[] = [];
  const unit = unitWith(warnings);
  return {
    value: onKeys(request, [], { build: unit, clean: unit }),
    warnings: warnings.map(({ path, reason }) => ({
      path: formatPropertyPath(originalPath(request, path)),
      reason,
      severity: "warning",
    })),
  };
}

interface Warning {
  readonly path: PropertyPath;
  readonly reason: string;
}

type Change = (value: JsonValue, path: PropertyPath) => JsonValue;

function unitWith(warnings: Warning[]): Change {
  const env = spelled(ENV_SPELLINGS, warnings);
  const container: Change = (value, path) =>
    onKeys(spelled(CONTAINER_SPELLINGS, warnings)(value, path), path, {
      env: each(env),
      computeResources: resourcesWith(warnings),
    });
  const taskSpec: Change = (value, path) =>
    onKeys(value, path, {
      steps: each(container),
      sidecars: each(container),
      stepTemplate: container,
      volumes: each(spelled(VOLUME_SPELLINGS, warnings)),
    });
  const task: Change = (value, path) =>
    onKeys(spelled(TASK_SPELLINGS, warnings)(value, path), path, { taskSpec });
  return (unit, path) => onKeys(unit, path, { tasks: each(task), finally: each(task) });
}

function resourcesWith(warnings: Warning[]): Change {
  const memory: Spelling = {
    from: "mem",
    to: "memory",
    warning: 'is written "memory"',
    convert: (value) => ({ memory: value }),
  };
  const amounts = spelled([memory], warnings);
  return (resources, path) => onKeys(resources, path, { requests: amounts, limits: amounts });
}

/** Reads old spellings; one whose right spelling is there too stays, to be refused as the unknown field it is. */
function spelled(spellings: readonly Spelling[], warnings: Warning[]): Change {
  return (value, path) => {
    if (!isObject(value)) return value;
    let object: JsonObject = value;
    for (const { from, to, warning, convert, when } of spellings) {
      const found = object[from];
      if (found === undefined || (from !== to && object[to] !== undefined) || when?.(found) === false)
        continue;
      object = Object.fromEntries(
        Object.entries(object).flatMap(([key, member]) =>
          key === from ? Object.entries(convert(found)) : [[key, member]],
        ),
      );
      if (warning !== undefined) warnings.push({ path: [...path, from], reason: warning });
    }
    return object;
  };
}

function onKeys(value: JsonValue, path: PropertyPath, changes: Readonly<Record<string, Change>>): JsonValue {
  if (!isObject(value)) return value;
  const object: JsonObject = value;
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => {
      const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
      return [key, change === undefined || member === undefined ? member : change(member, [...path, key])];
    }),
  );
}

function each(change: Change): Change {
  return (list, path) =>
    isList(list) ? list.map((element, index) => change(element, [...path, index])) : list;
}
