import { isKubeError, type KubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { FieldConflict } from "../../../model/workspace/compare/drift.js";
import { isFatal } from "./fatal.js";
import type { Workspace } from "./workspace.js";

/** How an object is written, as its options and those of the workspace say. */
export interface WriteManner {
  /** PUT instead of apply. */
  readonly replace: boolean;
  /** Delete and create anew what cannot be changed. */
  readonly recreate: boolean;
  /** Take fields from other managers. */
  readonly force: boolean;
  /** The server checks for unknown fields. */
  readonly validate: boolean;
  /** Whether the fields of a manager pass to the workspace without `force`. */
  readonly takesFrom: (manager: string) => boolean;
  /** Whether a conflict is about a field of the workspace that was changed behind its back, and is taken back. */
  readonly isDrift: (conflict: FieldConflict, live: KubeObject) => boolean;
}

/** What the server said to a write that it only tried. */
export type DryRun =
  | {
      readonly verdict: "accepted";
      readonly predicted: KubeObject;
      /** Whether there is such an object; told by the answer, since only a stored object has a version. */
      readonly exists: boolean;
    }
  /** It cannot be changed that way, but deleted and created. */
  | { readonly verdict: "recreate"; readonly reason: string }
  | { readonly verdict: "refused"; readonly error: KubeError };

/**
 * Tries a write on the server, with admission and everything, without storing anything.
 *
 * @throws KubeError when the server was not reached or refused the credential
 */
export async function dryRun(
  workspace: Workspace,
  object: KubeObject,
  live: KubeObject | undefined,
  manner: WriteManner,
): Promise<DryRun> {
  try {
    const predicted = await tried(workspace, object, live, manner);
    return { verdict: "accepted", predicted, exists: (predicted.metadata.resourceVersion ?? "") !== "" };
  } catch (error) {
    if (!isKubeError(error) || isFatal(error)) throw error;
    if (!manner.force && givesWay(error, live, manner))
      return dryRun(workspace, object, live, { ...manner, force: true });
    if (live !== undefined && manner.recreate && error.reason === "Invalid") {
      return { verdict: "recreate", reason: error.what };
    }
    return { verdict: "refused", error };
  }
}

async function tried(
  { client, fieldManager }: Workspace,
  object: KubeObject,
  live: KubeObject | undefined,
  { replace, force, validate }: WriteManner,
): Promise<KubeObject> {
  const options = { fieldManager, dryRun: true, ...(validate ? {} : { fieldValidation: "Ignore" as const }) };
  if (object.metadata.name === undefined) return client.create(object, options);
  if (!replace) return client.apply(object, { ...options, force });
  return live === undefined
    ? client.create(object, options)
    : client.replace(inPlaceOf(object, live), options);
}

/** The object as a PUT needs it: bound to the version that was seen. */
export function inPlaceOf(object: KubeObject, live: KubeObject): KubeObject {
  const { resourceVersion } = live.metadata;
  return {
    ...object,
    metadata: { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  };
}

/** Whether every manager that an apply met gives way without `force`. */
export function givesWay(
  { detail: { conflicts = [] } }: KubeError,
  live: KubeObject | undefined,
  { takesFrom, isDrift }: Pick<WriteManner, "takesFrom" | "isDrift">,
): boolean {
  return (
    conflicts.length > 0 &&
    conflicts.every(
      (conflict) => takesFrom(conflict.manager) || (live !== undefined && isDrift(conflict, live)),
    )
  );
}
