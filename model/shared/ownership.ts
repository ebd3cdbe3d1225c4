import { createHash } from "node:crypto";

/** Annotation on every object that groundplan writes; its value is the {@link ownerMark}. */
export const OWNER_ANNOTATION = "groundplan.dev/owner";
/** Label with the {@link ownerHash} of the mark, so that API servers can select owned objects. */
export const OWNER_LABEL = "groundplan.dev/owner-hash";
/** Annotation with the random token of one creation or adoption; only its bearer may delete the object. */
export const TOKEN_ANNOTATION = "groundplan.dev/instance";

/** What one deployment of a stack is called, across people who share a backend. */
export interface OwnerScope {
  /** Random id from the stack file (`groundplan:installation`). */
  readonly installation: string;
  readonly project: string;
  readonly stack: string;
}

/** `<installation>/<project>/<stack>/<resource>`. */
export function ownerMark(scope: OwnerScope, resource: string): string {
  return [scope.installation, scope.project, scope.stack, resource].join("/");
}

/** First 40 hex digits of the mark's SHA-256: fits a label value whatever the resource is called. */
export function ownerHash(mark: string): string {
  return createHash("sha256").update(mark).digest("hex").slice(0, 40);
}
