import type { KubeMetadata } from "../../model/shared/kubernetes-object.js";
import {
  OWNER_ANNOTATION,
  OWNER_LABEL,
  ownerHash,
  ownerMark,
  TOKEN_ANNOTATION,
} from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";

/** The marks of an object that a resource makes or takes over. */
export function ownMarks({
  scope,
  resource,
  token,
}: Pick<KindContext, "scope" | "resource" | "token">): Required<
  Pick<KubeMetadata, "labels" | "annotations">
> {
  const mark = ownerMark(scope, resource);
  return {
    labels: { [OWNER_LABEL]: ownerHash(mark) },
    annotations: { [OWNER_ANNOTATION]: mark, [TOKEN_ANNOTATION]: token },
  };
}
