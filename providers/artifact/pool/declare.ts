import { allowed, type Subject } from "../../../model/artifact/access.js";
import { ARTIFACT_ANNOTATIONS } from "../../../model/artifact/names.js";
import { Failure } from "../../../model/shared/errors.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { KindContext } from "../../runtime/context.js";
import { decideOwnership } from "../../runtime/ownership.js";
import type { ArtifactPoolInputs } from "../artifact-pool.js";
import type { PoolDeclaration } from "../ledger/pool-record.js";
import { type PoolSpec, specOf } from "../ledger/pool-spec.js";
import { jsonIn, listIn } from "../ledger/texts.js";
import type { Site } from "../site.js";

/** What inputs declare: the pool and what its instances are made of. */
export interface Declared {
  readonly spec: PoolSpec;
  readonly declaration: PoolDeclaration;
  /** As whom the stack acts. */
  readonly subject: Subject;
}

/** @param before the inputs of the last deployment, whose team may hand the pool over */
export function declaredBy(
  { scope, resource, token }: Pick<KindContext, "scope" | "resource" | "token">,
  inputs: ArtifactPoolInputs,
  before: Pick<ArtifactPoolInputs, "team"> | undefined,
): Declared {
  const spec = specOf(inputs);
  const { settings, team, whitelist, labels } = inputs;
  return {
    spec,
    declaration: {
      ...{ settings, current: spec.hash, owner: team, whitelist, runLabels: labels },
      ...{ mark: ownerMark(scope, resource), token },
    },
    subject: { team: before?.team ?? team, admin: inputs.admin },
  };
}

/**
 * Makes sure that the pool of this name may be written.
 *
 * @param found its ConfigMap; undefined when there is none
 * @throws Failure when it is somebody else's, or the team may not change it
 */
export function mayDeclare(
  site: Site,
  found: KubeObject | undefined,
  { declaration, subject }: Declared,
  adopt: boolean,
): void {
  const annotations = found?.metadata.annotations;
  const decision = decideOwnership(annotations, declaration, adopt);
  if (decision.action === "refuse") throw new Failure({ what: decision.reason, where: site.where });
  const owner = annotations?.[ARTIFACT_ANNOTATIONS.team];
  if (owner === undefined) return;
  const whitelist = listIn(jsonIn(annotations?.[ARTIFACT_ANNOTATIONS.whitelist]));
  const isHandedOver =
    owner !== declaration.owner || whitelist.join("\n") !== declaration.whitelist.join("\n");
  const verdict = allowed(subject, { owner, whitelist }, isHandedOver ? "delete" : "update");
  if (!verdict.ok) {
    throw new Failure({
      what: `it ${verdict.reason}`,
      where: site.where,
      next: "Ask the owner to change it, or act as an administrator",
    });
  }
}
