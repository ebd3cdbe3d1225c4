import type { KubeObject } from "../../shared/kubernetes-object.js";
import { annotationOf, commaList, textOf } from "../annotations.js";
import { HOOK_DELETE_POLICIES, HOOK_TYPES, type HookDeletePolicy, type HookType } from "../codes.js";

/** Finalizer on every hook that is run, so that it cannot vanish before its result is read. */
export const HOOK_FINALIZER = "groundplan.dev/hook-finalizer";
/** Annotation on every hook that is run: `<operation>.<phase>`, by which a continued run knows its own hooks. */
export const HOOK_RUN_ANNOTATION = "groundplan.dev/hook-run";

const HELM_HOOK = "helm.sh/hook";
const HELM_DELETE_POLICY = "helm.sh/hook-delete-policy";
const HELM_CRD_INSTALL = "crd-install";

const TYPE_OF_HELM_HOOK: ReadonlyMap<string, HookType> = new Map([
  ["pre-install", "PreSync"],
  ["pre-upgrade", "PreSync"],
  ["post-install", "PostSync"],
  ["post-upgrade", "PostSync"],
  ["pre-delete", "PreDelete"],
  ["post-delete", "PostDelete"],
]);

const POLICY_OF_HELM_POLICY: ReadonlyMap<string, HookDeletePolicy> = new Map([
  ["before-hook-creation", "BeforeHookCreation"],
  ["hook-succeeded", "HookSucceeded"],
  ["hook-failed", "HookFailed"],
]);

/** What an object's annotations say about running it as a hook. */
export interface Hook {
  /** Whether the object is a hook, so neither applied as a resource nor compared nor pruned. */
  readonly isHook: boolean;
  /** Whether the object is neither applied nor compared at all. */
  readonly skip: boolean;
  /** When it runs, each once. A hook without a type never runs. */
  readonly types: readonly HookType[];
  /** When its object is removed; empty for what is no hook. */
  readonly deletePolicies: readonly HookDeletePolicy[];
}

// What nearly every object is.
const NO_HOOK: Hook = { isHook: false, skip: false, types: [], deletePolicies: [] };

/**
 * Reads the `hook` annotation, and Helm's `helm.sh/hook` where that names no known type. `Skip` alone makes an
 * object skipped; beside other types it does not. Types that are not known, and Helm's rollback and test hooks, make
 * a hook that never runs; Helm's `crd-install` makes none.
 */
export function hookOf(object: KubeObject): Hook {
  const own = annotationOf(object, "hook");
  const helmText = textOf(object, HELM_HOOK);
  if (own === undefined && helmText === undefined) return NO_HOOK;
  const helm = commaList(helmText).filter((entry) => entry !== HELM_CRD_INSTALL);
  const ownEntries = commaList(own);
  const ownTypes = HOOK_TYPES.filter((type) => ownEntries.includes(type));
  const types = ownTypes.length > 0 ? ownTypes : known(helm, TYPE_OF_HELM_HOOK);
  const skip = types.length === 1 && types[0] === "Skip";
  const isHook = own === undefined ? helm.length > 0 : !skip;
  return { isHook, skip, types, deletePolicies: isHook ? deletePoliciesOf(object) : [] };
}

function deletePoliciesOf(object: KubeObject): readonly HookDeletePolicy[] {
  const entries = commaList(annotationOf(object, "hook-delete-policy"));
  const own = HOOK_DELETE_POLICIES.filter((policy) => entries.includes(policy));
  if (own.length > 0) return own;
  const helm = known(commaList(textOf(object, HELM_DELETE_POLICY)), POLICY_OF_HELM_POLICY);
  return helm.length > 0 ? helm : ["BeforeHookCreation"];
}

function known<Value>(entries: readonly string[], meanings: ReadonlyMap<string, Value>): Value[] {
  const values = entries.flatMap((entry) => {
    const value = meanings.get(entry);
    return value === undefined ? [] : [value];
  });
  return [...new Set(values)];
}

/** A name for a Kubernetes label, which the names of Jobs and Pods must fit into as well. */
const LONGEST_NAME = 63;

/**
 * The name under which a hook is run: its own, or for one with `generateName` that and
 * `<revision>-<phase>-<unix seconds>`, so that a continued run makes the same name. Of a revision of eight or more
 * characters the first seven are used. A long beginning is cut so that the name fits a label.
 *
 * @param startedSeconds when the operation started, in seconds since 1970
 * @returns undefined for an object that has neither name nor `generateName`
 */
export function hookName(
  object: KubeObject,
  revision: string,
  phase: HookType,
  startedSeconds: number,
): string | undefined {
  const { name, generateName } = object.metadata;
  if (name !== undefined || generateName === undefined) return name;
  const short = (revision.length >= 8 ? revision.slice(0, 7) : revision).replaceAll(/[^A-Za-z0-9.-]/g, "-");
  const suffix = [...(short === "" ? [] : [short]), phase, startedSeconds].join("-").toLowerCase();
  return generateName.slice(0, LONGEST_NAME - suffix.length).replace(/\.$/, "") + suffix;
}

/** The value of {@link HOOK_RUN_ANNOTATION} of a hook in one phase of one operation. */
export function hookRun(operation: string, phase: string): string {
  return `${operation}.${phase}`;
}
