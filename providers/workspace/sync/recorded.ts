import type { KubeObject, ObjectKey } from "../../../model/shared/kubernetes-object.js";
import type { SyncOutputs } from "../sync.js";
import { type AppliedObjects, readApplied } from "./applied.js";
import { marked, type WorkspaceMarks } from "./marks.js";

/** An object as the workspace applied it last, marks included; undefined for one that it never applied. */
export type Recorded = (key: ObjectKey) => KubeObject | undefined;

/** What a state knows of the last sync. Of a Secret it is the names of the values. Unpacked when first asked for. */
export function recordedIn(outputs: SyncOutputs | undefined, marks: WorkspaceMarks): Recorded {
  if (outputs === undefined) return () => undefined;
  let applied: AppliedObjects | undefined;
  return (key) => {
    applied ??= readApplied(outputs.applied);
    const object = applied.get(key) ?? secretOf(outputs.secretDigests[key]);
    return object === undefined ? undefined : marked(object, key, marks);
  };
}

function secretOf(digests: Readonly<Record<string, string>> | undefined): KubeObject | undefined {
  return digests === undefined
    ? undefined
    : { apiVersion: "v1", kind: "Secret", metadata: {}, data: { ...digests } };
}
