import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import { nearest } from "../../model/shared/did-you-mean.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { formatReference, parseTemplate, type Template } from "./template.js";

/** A field that may hold references, because nothing is decided by its value before it is known. */
export interface LateField {
  /**
   * Path inside the section; `*` is any index or key: `["images", "*", "detail", "icon"]`, and `**` at the end is
   * everything below.
   */
  readonly path: readonly string[];
  /** What passes for the value until it is known. */
  readonly form: "url" | "image";
  /**
   * Whether each reference gets a stand-in of its own and the text around it stays, for a field that is read before
   * its references are known. Default false: one stand-in for the whole text.
   */
  readonly inside?: boolean;
}

/** A scalar with references. */
export interface LateValue {
  /** The text that stands in its place until the references are known; unique in the stack. */
  readonly standIn: string;
  readonly template: Template;
  readonly path: PropertyPath;
}

/** How a section is scanned beyond its late fields. */
export interface ScanOptions {
  /**
   * Paths, written as those of late fields, of texts that belong to somebody else's language: there `${` and `$$` are
   * what they are. A late field below such a path holds a reference only where its text has the form of one.
   * Default none.
   */
  readonly verbatim?: readonly (readonly string[])[];
  /** What the stand-ins are called; no two scans of a stack may use the same. Default the section's key. */
  readonly standIns?: string;
  /** What references stand for that are known already, as they are written. Default none. */
  readonly known?: ReadonlyMap<string, string>;
}

/** A section with its escapes resolved and a stand-in for each scalar that holds references. */
export interface Scanned {
  readonly value: unknown;
  readonly late: readonly LateValue[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the references in a section. In a field that decides what is created (a name, a list of names, a target) one
 * is replaced at once when its value is known, and a problem otherwise.
 */
export function scanReferences(
  section: unknown,
  key: string,
  fields: readonly LateField[],
  { verbatim = [], standIns = key, known = new Map() }: ScanOptions = {},
): Scanned {
  const late: LateValue[] = [];
  const problems: Problem[] = [];

  const scalar = (text: string, path: PropertyPath): string => {
    const parsed = parseTemplate(text);
    const lateField = (): LateField | undefined =>
      fields.find((candidate) => matches(candidate.path, path.slice(1)));
    if (verbatim.some((pattern) => matches(pattern, path.slice(1)))) {
      const isReference = parsed.ok && parsed.template.some((part) => typeof part !== "string");
      if (!isReference || lateField() === undefined) return text;
    }
    const where = formatPropertyPath(path);
    if (!parsed.ok) {
      problems.push({ path: where, reason: parsed.reason, fix: setCommand(where) });
      return text;
    }
    const [only = "", ...more] = parsed.template;
    if (typeof only === "string" && more.length === 0) return only;
    const field = lateField();
    if (field === undefined) {
      const early = knownText(parsed.template, known);
      if (early.ok) return early.text;
      problems.push({ path: where, reason: early.reason, fix: setCommand(where) });
      return text;
    }
    const standFor = (template: Template): string => {
      const standIn = standInText(field.form, `${standIns}-${late.length}`);
      late.push({ standIn, template, path });
      return standIn;
    };
    if (field.inside !== true) return standFor(parsed.template);
    return parsed.template.map((part) => (typeof part === "string" ? part : standFor([part]))).join("");
  };

  const walk = (value: unknown, path: PropertyPath): unknown => {
    if (typeof value === "string") return scalar(value, path);
    if (Array.isArray(value)) return value.map((element: unknown, index) => walk(element, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, walk(member, [...path, name])]),
    );
  };

  return { value: walk(section, [key]), late, problems };
}

/** Whether a text of the settings stands for references. */
export function isStandIn(text: string): boolean {
  return /^(https:\/\/)?groundplan\.invalid\/reference[/:]/.test(text);
}

/** A text whose references are all known. */
function knownText(
  template: Template,
  known: ReadonlyMap<string, string>,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  const references = template.flatMap((part) => (typeof part === "string" ? [] : [formatReference(part)]));
  const unknown = references.find((reference) => !known.has(reference));
  if (unknown === undefined) {
    const parts = template.map((part) =>
      typeof part === "string" ? part : (known.get(formatReference(part)) ?? ""),
    );
    return { ok: true, text: parts.join("") };
  }
  const meant = nearest(unknown, [...known.keys()]);
  const hint = meant === undefined ? "write $${ for a literal ${" : `did you mean ${meant}?`;
  return { ok: false, reason: `holds a reference, but must be known before anything is created; ${hint}` };
}

/** Ends with a word, so that no stand-in is the beginning of another. */
function standInText(form: LateField["form"], id: string): string {
  return form === "url"
    ? `https://groundplan.invalid/reference/${id}-end`
    : `groundplan.invalid/reference:${id}-end`;
}

function matches(pattern: readonly string[], path: PropertyPath): boolean {
  const [last] = pattern.slice(-1);
  const steps = last === "**" ? pattern.slice(0, -1) : pattern;
  const fits = last === "**" ? path.length > steps.length : path.length === steps.length;
  return fits && steps.every((step, index) => step === "*" || step === String(path[index]));
}
