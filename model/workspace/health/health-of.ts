import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { HOOK_FINALIZER } from "../sync/hooks.js";
import { progressing, unknown } from "./rule.js";
import { ruleOf } from "./rules.js";

/** Finalizers that keep a hook until its result is read; a hook that bears one is still judged by its kind. */
const HOOK_FINALIZERS: readonly string[] = [HOOK_FINALIZER, "argocd.argoproj.io/hook-finalizer"];

/**
 * The health of a live object: an object about to be deleted is progressing, others are judged by the rule of their
 * kind, and a version that the rule cannot read is `Unknown`.
 * @returns undefined when there is no rule for the kind, which counts as success.
 */
export function healthOf(object: KubeObject): Health | undefined {
  if (object.metadata.deletionTimestamp !== undefined && !isHeldHook(object)) {
    return progressing("Pending deletion");
  }
  const gvk = groupVersionKind(object);
  const rule = ruleOf(gvk);
  if (rule?.versions?.includes(gvk.version) === false) {
    return unknown(`unsupported ${gvk.kind} GVK: ${object.apiVersion}, Kind=${gvk.kind}`);
  }
  return rule?.judge(object);
}

function isHeldHook(object: KubeObject): boolean {
  return HOOK_FINALIZERS.some((finalizer) => object.metadata.finalizers?.includes(finalizer) === true);
}
