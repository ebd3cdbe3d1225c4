import { isObject } from "../../model/shared/json.js";

/**
 * Renders stack outputs for a person: one section an output, one line an entry, columns aligned. What is nested deeper
 * than the fields of an entry is a tree below its line.
 */
export function renderOutputs(outputs: Readonly<Record<string, unknown>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => [name, ...entries(value).map((line) => `  ${line}`)].join("\n"))
    .join("\n\n");
}

function entries(value: unknown): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? ["(none)"] : align(value.map((element) => cells(element)));
  if (!isObject(value)) return [text(value)];
  const members = Object.entries(value);
  if (members.length === 0) return ["(none)"];
  const lines = align(members.map(([key, member]) => [key, ...cells(member)]));
  return members.flatMap(([, member], index) => [lines[index] ?? "", ...indented(tree(groups(member)))]);
}

/** Members of an entry that are objects themselves. */
function groups(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => isObject(member)))
    : {};
}

function tree(value: Readonly<Record<string, unknown>>): string[] {
  const leaves = Object.entries(value).filter(([, member]) => !isObject(member));
  const lines = align(leaves.map(([key, member]) => [key, ...cells(member)]));
  const branches = Object.entries(value)
    .flatMap(([key, member]) => (isObject(member) ? [{ key, member }] : []))
    // The engine sorts names as texts, which puts "wave 10" before "wave 2".
    .sort((left, right) => numberAtEnd(left.key) - numberAtEnd(right.key));
  return [...lines, ...branches.flatMap(({ key, member }) => [key, ...indented(tree(member))])];
}

function numberAtEnd(name: string): number {
  return Number(/-?\d+$/.exec(name)?.[0] ?? 0);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function cells(value: unknown): string[] {
  if (Array.isArray(value)) return [value.map(text).join(", ")];
  if (!isObject(value)) return [text(value)];
  return Object.entries(value).flatMap(([key, member]) => {
    if (isObject(member)) return [];
    return [`${key}=${Array.isArray(member) ? member.map(text).join(",") : text(member)}`];
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
