import { isObject } from "../../../model/shared/json.js";
import type { KubeMetadata } from "../types.js";
import { ELEMENT, type Fields, joinPath, splitPath } from "./fields.js";
import { sameValue } from "./same-value.js";

/** Who owns which fields: one entry of `metadata.managedFields`. */
export interface Manager {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly time: string;
  /** Joined paths. */
  readonly fields: ReadonlySet<string>;
}

/** Who is writing. */
export type Writer = Omit<Manager, "fields">;

/** Reads `managedFields`. A list with one empty entry, which resets the ownership, has no managers. */
export function managersOf(metadata: KubeMetadata): Manager[] {
  const entries = Array.isArray(metadata["managedFields"]) ? metadata["managedFields"].filter(isObject) : [];
  return entries
    .filter((entry) => typeof entry["manager"] === "string")
    .map((entry) => {
      const fields = new Set<string>();
      read(entry["fieldsV1"], [], fields);
      return {
        manager: String(entry["manager"]),
        operation: entry["operation"] === "Apply" ? "Apply" : "Update",
        apiVersion: String(entry["apiVersion"]),
        subresource: typeof entry["subresource"] === "string" ? entry["subresource"] : "",
        time: String(entry["time"]),
        fields,
      };
    });
}

/** Writes `managedFields`. */
export function managedFields(managers: readonly Manager[]): Record<string, unknown>[] {
  return managers.map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: "FieldsV1",
    fieldsV1: tree(fields),
    ...(subresource === "" ? {} : { subresource }),
  }));
}

/** Ownership after a write that is no apply: the writer takes what it changed, and what is gone is nobody's. */
export function ownedAfterUpdate(
  managers: readonly Manager[],
  before: Fields,
  after: Fields,
  writer: Writer,
): Manager[] {
  const changed = new Set(
    [...after]
      .filter(([path, value]) => !before.has(path) || !sameValue(before.get(path), value))
      .map(([path]) => path),
  );
  const others = managers
    .filter((manager) => !isSame(manager, writer))
    .map((manager) =>
      withFields(
        manager,
        [...manager.fields].filter(
          (path) => after.has(path) && (!changed.has(path) || after.get(path) === ELEMENT),
        ),
      ),
    );
  const own = managers.find((manager) => isSame(manager, writer));
  const kept = [...(own?.fields ?? [])].filter((path) => after.has(path));
  return settled([
    ...others,
    changed.size === 0 && own !== undefined
      ? withFields(own, kept)
      : { ...writer, fields: new Set([...kept, ...changed]) },
  ]);
}

/** Whether two entries are the same manager's. */
export function isSame(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === "Apply" || a.apiVersion === b.apiVersion)
  );
}

/** The same manager with other fields. */
export function withFields(manager: Manager, fields: Iterable<string>): Manager {
  return { ...manager, fields: new Set(fields) };
}

/** Without those who own nothing any more. */
export function settled(managers: readonly Manager[]): Manager[] {
  return managers.filter((manager) => manager.fields.size > 0);
}

function read(node: unknown, path: readonly string[], into: Set<string>): void {
  if (!isObject(node)) return;
  const names = Object.keys(node);
  if (names.length === 0 && path.length > 0) into.add(joinPath(path));
  for (const name of names) {
    if (name === ".") into.add(joinPath(path));
    else read(node[name], [...path, name], into);
  }
}

interface Tree {
  [segment: string]: Tree;
}

function tree(fields: ReadonlySet<string>): Tree {
  const root: Tree = {};
  for (const key of [...fields].sort()) {
    let at = root;
    for (const segment of splitPath(key)) at = at[segment] ??= {};
  }
  for (const key of fields) {
    const node = splitPath(key).reduce<Tree>((at, segment) => at[segment] ?? {}, root);
    if (Object.keys(node).length > 0) node["."] = {};
  }
  return root;
}
