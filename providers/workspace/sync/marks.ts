import { isObject } from "../../../model/shared/json.js";
import type { FieldChange } from "../../../model/workspace/compare/compare.js";
import type { KubeObject, ObjectKey } from "../../../model/shared/kubernetes-object.js";
import {
  OWNER_ANNOTATION,
  OWNER_LABEL,
  ownerHash,
  ownerMark,
  type OwnerScope,
  TOKEN_ANNOTATION,
} from "../../../model/shared/ownership.js";

/** What a workspace writes on its objects. */
export interface WorkspaceMarks {
  /** Mark of the workspace itself; an object's mark is this, a slash and the object's key. */
  readonly mark: string;
  /** Value of the owner label of every object, by which an API server selects them. */
  readonly hash: string;
  readonly token: string;
}

/** How a workspace is called in owner marks, unique within a cluster and stack. */
export function ownerPart({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `workspaces/${namespace}/${name}`;
}

/** The marks of a workspace. */
export function workspaceMarks(
  scope: OwnerScope,
  workspace: { readonly namespace: string; readonly name: string },
  token: string,
): WorkspaceMarks {
  const mark = ownerMark(scope, ownerPart(workspace));
  return { mark, hash: ownerHash(mark), token };
}

/**
 * The object with the marks of its workspace. The annotation names this very object, since controllers copy labels
 * and annotations to what they make.
 */
export function marked(object: KubeObject, key: ObjectKey, marks: WorkspaceMarks): KubeObject {
  const { labels, annotations } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...labels, [OWNER_LABEL]: marks.hash },
      annotations: {
        ...annotations,
        [OWNER_ANNOTATION]: `${marks.mark}/${key}`,
        [TOKEN_ANNOTATION]: marks.token,
      },
    },
  };
}

/** Whose object a live one is. */
export type Holder =
  | { readonly kind: "ours" }
  /** A copy of our marks on an object that something else made. */
  | { readonly kind: "child" }
  | { readonly kind: "other"; readonly mark: string }
  | { readonly kind: "nobody" };

/** Whose object a live one is, by the mark that it bears. */
export function holderOf(live: KubeObject, key: ObjectKey, marks: WorkspaceMarks): Holder {
  const mark = live.metadata.annotations?.[OWNER_ANNOTATION];
  const controlled = (live.metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
  if (mark === undefined) {
    return live.metadata.labels?.[OWNER_LABEL] === marks.hash ? { kind: "child" } : { kind: "nobody" };
  }
  if (mark === `${marks.mark}/${key}`) return controlled ? { kind: "child" } : { kind: "ours" };
  return mark.startsWith(`${marks.mark}/`) ? { kind: "child" } : { kind: "other", mark };
}

/** Whether a live object bears the token of this creation of the workspace. */
export function bearsToken(live: KubeObject, { token }: WorkspaceMarks): boolean {
  return token !== "" && live.metadata.annotations?.[TOKEN_ANNOTATION] === token;
}

const MARKS: readonly string[] = [OWNER_ANNOTATION, OWNER_LABEL, TOKEN_ANNOTATION];

/** Changes without those of the marks, which reviewers need not see, be they alone or in a map that is new. */
export function withoutMarks(changes: readonly FieldChange[]): FieldChange[] {
  return changes.flatMap((change) => {
    const { path, target } = change;
    if (MARKS.some((key) => path.includes(key))) return [];
    if (!["metadata.labels", "metadata.annotations"].includes(path) || !isObject(target)) return [change];
    const others = Object.entries(target).filter(([key]) => !MARKS.includes(key));
    return others.length === 0 ? [] : [{ ...change, target: Object.fromEntries(others) }];
  });
}
