import { isObject } from "../../../model/shared/json.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";

/**
 * Tools whose work a workspace goes on with when it adopts an object. As long as they own fields, what the workspace
 * stops declaring would stay.
 */
const PREDECESSORS: readonly RegExp[] = [
  /^kubectl($|-)/,
  /^helm$/i,
  /^argocd-(controller|application-controller)$/,
  /^groundplan-workspace-/,
];

/** What kubectl calls itself when it applies without the server's help. */
const CLIENT_SIDE_APPLY = "kubectl-client-side-apply";

/** Decides whether the fields of a manager pass to an adopting workspace; none do without adoption. */
export function predecessors(adopt: boolean, clientSideApply: boolean): (manager: string) => boolean {
  if (!adopt) return () => false;
  return (manager) =>
    manager === CLIENT_SIDE_APPLY ? clientSideApply : PREDECESSORS.some((pattern) => pattern.test(manager));
}

/** One entry of `metadata.managedFields`. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly subresource: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** The entries of an object. */
export function managedFieldsOf(object: KubeObject): ManagedFields[] {
  const entries = object.metadata["managedFields"];
  return (Array.isArray(entries) ? entries.filter(isObject) : []).map((entry) => ({
    manager: text(entry["manager"]),
    operation: text(entry["operation"]),
    subresource: text(entry["subresource"]),
    entry,
  }));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
