import picomatch from "picomatch";
import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";

/** Which differences of which objects do not count. */
export interface IgnoreRule {
  /** Glob over the API group. Default: the core group, which has no name; `*` is any. */
  readonly group?: string;
  /** Glob over the kind. */
  readonly kind: string;
  /** Default: any name. */
  readonly name?: string;
  /** Default: any namespace. */
  readonly namespace?: string;
  /** Fields that do not count, as RFC 6901 pointers (`/spec/replicas`, `/metadata/labels/app~1tier`). */
  readonly jsonPointers?: readonly string[];
  /** What these field managers own in the live object does not count. */
  readonly managedFieldsManagers?: readonly string[];
}

/** The rules that are about an object, in their order. */
export function rulesFor(object: KubeObject, rules: readonly IgnoreRule[]): IgnoreRule[] {
  const { group } = groupVersionKind(object);
  const { name, namespace } = object.metadata;
  return rules.filter(
    (rule) =>
      globMatches(rule.kind, object.kind) &&
      globMatches(rule.group ?? "", group) &&
      isAnyOr(rule.name, name) &&
      isAnyOr(rule.namespace, namespace),
  );
}

function isAnyOr(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted === "" || wanted === actual;
}

/** Compiled globs; every object of a workspace is matched against the same few. */
const COMPILED = new Map<string, (text: string) => boolean>();

function globMatches(glob: string, text: string): boolean {
  if (glob === text || glob === "*") return true;
  if (glob === "" || text === "") return false;
  let matches = COMPILED.get(glob);
  if (matches === undefined) {
    matches = picomatch(glob, { dot: true, noextglob: true });
    COMPILED.set(glob, matches);
  }
  return matches(text);
}
