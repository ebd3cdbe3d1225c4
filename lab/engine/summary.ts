import { isObject } from "../../model/shared/json.js";

/** Renders stack outputs for a person: one section an output, one line an entry, columns aligned. */
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
  return members.length === 0 ? ["(none)"] : align(members.map(([key, member]) => [key, ...cells(member)]));
}

function cells(value: unknown): string[] {
  if (Array.isArray(value)) return [value.map(text).join(", ")];
  if (!isObject(value)) return [text(value)];
  return Object.entries(value).map(
    ([key, member]) => `${key}=${Array.isArray(member) ? member.map(text).join(",") : text(member)}`,
  );
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
