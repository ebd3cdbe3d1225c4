import { isObject } from "../../../model/shared/json.js";
import { sameValue } from "./same-value.js";

/** Why a JSON patch cannot be applied; the API server answers 422 with such a text. */
export class JsonPatchFault extends Error {
  override readonly name: string = "JsonPatchFault";
}

/** RFC 6902. The target is not changed. @throws JsonPatchFault at the first operation that does not apply. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw new JsonPatchFault("a JSON patch is a list of operations");
  return operations.reduce(
    (document: unknown, operation: unknown) => applyOne(document, operation),
    structuredClone(target),
  );
}

function applyOne(document: unknown, operation: unknown): unknown {
  if (!isObject(operation)) throw new JsonPatchFault("an operation is an object");
  const path = pointer(operation["path"]);
  switch (operation["op"]) {
    case "add":
      return add(document, path, structuredClone(operation["value"]));
    case "remove":
      return remove(document, path);
    case "replace":
      return add(remove(document, path), path, structuredClone(operation["value"]));
    case "move": {
      const from = pointer(operation["from"]);
      const moved = value(document, from);
      return add(remove(document, from), path, moved);
    }
    case "copy":
      return add(document, path, structuredClone(value(document, pointer(operation["from"]))));
    case "test":
      if (sameValue(value(document, path), operation["value"])) return document;
      throw new JsonPatchFault(`the test of ${String(operation["path"])} failed`);
    default:
      throw new JsonPatchFault(`unknown operation ${String(operation["op"])}`);
  }
}

/** RFC 6901. */
function pointer(text: unknown): string[] {
  if (text === "") return [];
  if (typeof text !== "string" || !text.startsWith("/"))
    throw new JsonPatchFault(`not a JSON pointer: ${String(text)}`);
  return text
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function value(document: unknown, path: readonly string[]): unknown {
  return path.reduce((at: unknown, token) => {
    if (Array.isArray(at)) return at[index(token, at.length - 1)] as unknown;
    if (isObject(at) && Object.hasOwn(at, token)) return at[token];
    throw missing(path);
  }, document);
}

function add(document: unknown, path: readonly string[], added: unknown): unknown {
  return within(document, path, added, (parent, token) => {
    if (Array.isArray(parent))
      parent.splice(token === "-" ? parent.length : index(token, parent.length), 0, added);
    else parent[token] = added;
  });
}

function remove(document: unknown, path: readonly string[]): unknown {
  return within(document, path, undefined, (parent, token) => {
    if (Array.isArray(parent)) parent.splice(index(token, parent.length - 1), 1);
    else if (!Object.hasOwn(parent, token)) throw missing(path);
    else Reflect.deleteProperty(parent, token);
  });
}

/** Changes the container at the end of a path; the empty path stands for the whole document. */
function within(
  document: unknown,
  path: readonly string[],
  whole: unknown,
  change: (parent: unknown[] | Record<string, unknown>, token: string) => void,
): unknown {
  const last = path.at(-1);
  if (last === undefined) return whole;
  const parent = value(document, path.slice(0, -1));
  if (!Array.isArray(parent) && !isObject(parent)) throw missing(path);
  change(parent as unknown[] | Record<string, unknown>, last);
  return document;
}

function index(token: string, last: number): number {
  if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) > last)
    throw new JsonPatchFault(`no element ${token} in the list`);
  return Number(token);
}

function missing(path: readonly string[]): JsonPatchFault {
  return new JsonPatchFault(`there is nothing at /${path.join("/")}`);
}
