import type * as pulumi from "@pulumi/pulumi";
import { GROUP, KINDS, VERSION } from "../../model/imagehub/constants.js";
import { CRDS } from "../../model/imagehub/crds.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import type { ImageHub } from "./image-hub.js";

/** The CRDs, for a look at whether somebody else keeps them. */
export const guardedCrds: readonly GuardedObject[] = CRDS.map(({ apiVersion, kind, metadata }) => ({
  apiVersion,
  kind,
  name: metadata.name,
}));

/** The kinds that the CRDs define. */
export const catalogueKinds = Object.values(KINDS).map((kind) => ({ group: GROUP, version: VERSION, kind }));

/** Declares the four CRDs; each counts as made when the API server serves it. */
export function declareCrds(
  hub: ImageHub,
  { retain, dependsOn }: { readonly retain: boolean; readonly dependsOn: pulumi.Resource[] },
): pulumi.Resource[] {
  return CRDS.map(({ apiVersion, kind, metadata, spec }) => {
    const annotations = { "pulumi.com/waitFor": "condition=Established" };
    const resource = hub.named(metadata.name);
    return new DeclaredObject(
      resource,
      { apiVersion, kind, metadata: hub.metadata(resource, { ...metadata, annotations }), spec },
      { parent: hub, provider: hub.provider, dependsOn, retainOnDelete: retain },
    );
  });
}
