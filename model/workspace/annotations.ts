import type { KubeObject } from "../shared/kubernetes-object.js";

/** Prefix of the annotations that groundplan reads and writes. */
const OWN_PREFIX = "groundplan.dev/";
/** Prefix that is read as well, so that repositories written for Argo CD work unchanged. Never written. */
const ALIAS_PREFIX = "argocd.argoproj.io/";

/** What an annotation of a manifest may be called after its prefix. */
export type AnnotationName =
  | "hook"
  | "hook-delete-policy"
  | "sync-wave"
  | "sync-options"
  | "compare-options"
  | "ignore-healthcheck"
  | "ignore-restart-policy"
  | "skip-file-rendering"
  | "manifest-generate-paths";

/** Annotations that hold a comma list of `Name=value`. */
export type OptionAnnotation = "sync-options" | "compare-options";

/**
 * The annotation's text: `groundplan.dev/<name>`, or else `argocd.argoproj.io/<name>`. Undefined when the object has
 * neither, or no text there.
 */
export function annotationOf(object: KubeObject, name: AnnotationName): string | undefined {
  return textOf(object, OWN_PREFIX + name) ?? textOf(object, ALIAS_PREFIX + name);
}

/** An annotation by its whole key; undefined unless it is a text. */
export function textOf(object: KubeObject, key: string): string | undefined {
  const value: unknown = object.metadata.annotations?.[key];
  return typeof value === "string" ? value : undefined;
}

/**
 * The value of an option in a comma list of `Name=value`. Blanks around entries do not count, the name is matched
 * exactly, and of several entries the first one counts. An option that only the `argocd.argoproj.io/` annotation
 * names counts even when there is a `groundplan.dev/` annotation, so that adding one option never drops a
 * protection such as `Prune=false`.
 */
export function optionValue(
  object: KubeObject,
  annotation: OptionAnnotation,
  option: string,
): string | undefined {
  return optionEntries(object, annotation).find(({ name }) => name === option)?.value;
}

/** One `Name=value` of a comma list. */
export interface OptionEntry {
  readonly name: string;
  /** Empty when the entry has no `=`. */
  readonly value: string;
}

/** Every entry of both annotations, ours first; empty entries are left out. */
export function optionEntries(object: KubeObject, annotation: OptionAnnotation): OptionEntry[] {
  return [OWN_PREFIX, ALIAS_PREFIX].flatMap((prefix) =>
    commaList(textOf(object, prefix + annotation)).map(optionEntry),
  );
}

/** Splits `Name=value` at its first equals sign. */
export function optionEntry(text: string): OptionEntry {
  const equals = text.indexOf("=");
  return equals === -1
    ? { name: text, value: "" }
    : { name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() };
}

/** The entries of a comma list, without blanks around them and without empty ones. */
export function commaList(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
