import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import { suggestion } from "../../model/shared/did-you-mean.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { orderByDependencies } from "./order.js";
import type { LateValue } from "./scan.js";
import { formatReference, type Reference } from "./template.js";

/** Something a stack declares that references may name. */
export interface Item {
  readonly system: string;
  readonly id: string;
  /** Where it is declared; references below this path are its own. Absent for what is derived. */
  readonly path?: string;
  /** Outputs that references may name. */
  readonly outputs: readonly string[];
  /** Values of outputs that are known before anything is created. Default none. */
  readonly known?: Readonly<Record<string, string>>;
  /** Ids in the same system that are created before it. */
  readonly after: readonly string[];
}

/** What a stack declares, and the references in it. */
export interface Declared {
  /** Keys of all systems. */
  readonly systems: readonly string[];
  readonly items: readonly Item[];
  readonly late: readonly LateValue[];
  /** Systems of which it is not known what they declare, because they have faults of their own. */
  readonly unfinished: ReadonlySet<string>;
}

/**
 * Checks every reference against what the stack declares: unknown systems, ids and outputs, and circles. A
 * circle is reported once, with its whole way.
 */
export function checkReferences(declared: Declared): readonly Problem[] {
  const { items, late } = declared;
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  const problems: Problem[] = [];
  const edges = new Map(items.map((item) => [nameOf(item), item.after.map((id) => nameOf({ ...item, id }))]));
  const written = new Map<string, PropertyPath>();
  for (const { template, path } of late) {
    const owner = ownerOf(path, items);
    for (const part of template) {
      if (typeof part === "string" || declared.unfinished.has(part.system)) continue;
      const reason = whyUnknown(part, declared, byName);
      if (reason !== undefined) problems.push(problemAt(path, reason));
      else if (owner !== undefined) {
        edges.get(nameOf(owner))?.push(nameOf(part));
        written.set(`${nameOf(owner)} → ${nameOf(part)}`, path);
      }
    }
  }
  const ordered = orderByDependencies(edges);
  if (!ordered.ok) {
    const steps = ordered.cycle.map((name, index) => `${name} → ${ordered.cycle[index + 1] ?? ""}`);
    const path = steps.flatMap((step) => [written.get(step) ?? []]).find(({ length }) => length > 0);
    const reason = `references go in a circle: ${ordered.cycle.join(" → ")}`;
    problems.push(problemAt(path ?? [], reason));
  }
  return problems;
}

function whyUnknown(
  reference: Reference,
  { systems, items }: Declared,
  byName: ReadonlyMap<string, Item>,
): string | undefined {
  const text = formatReference(reference);
  if (!systems.includes(reference.system)) {
    return `${text}: there is no system "${reference.system}"${suggestion(reference.system, systems)}`;
  }
  const item = byName.get(nameOf(reference));
  if (item === undefined) {
    const ids = items.filter(({ system }) => system === reference.system).map(({ id }) => id);
    return `${text}: ${reference.system} declares no "${reference.id}"${suggestion(reference.id, ids)}`;
  }
  if (item.outputs.includes(reference.output)) return undefined;
  return `${text}: "${reference.id}" has no output "${reference.output}"${suggestion(reference.output, item.outputs)}`;
}

function ownerOf(path: PropertyPath, items: readonly Item[]): Item | undefined {
  const prefixes = path.map((_, index) => formatPropertyPath(path.slice(0, index + 1))).reverse();
  for (const prefix of prefixes) {
    const owner = items.find((item) => item.path === prefix);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function problemAt(path: PropertyPath, reason: string): Problem {
  const where = formatPropertyPath(path);
  return { path: where, reason, ...(where === "" ? {} : { fix: setCommand(where) }) };
}

function nameOf(item: { readonly system: string; readonly id: string }): string {
  return item.id === "" ? item.system : `${item.system}.${item.id}`;
}
