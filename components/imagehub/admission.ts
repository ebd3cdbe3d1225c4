import type * as pulumi from "@pulumi/pulumi";
import { admissionPolicy } from "../../model/imagehub/admission-policy.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import type { ImageHub } from "./image-hub.js";

/** The policy and its binding, for a look at whether somebody else keeps them. */
export const guardedPolicy: readonly GuardedObject[] = admissionPolicy().map(
  ({ apiVersion, kind, metadata }) => ({ apiVersion, kind, name: metadata.name }),
);

/** Declares the policy that lets only managers write, and then the binding that puts it in force. */
export function declarePolicy(hub: ImageHub, dependsOn: readonly pulumi.Resource[]): void {
  let after = [...dependsOn];
  for (const { apiVersion, kind, metadata, spec } of admissionPolicy()) {
    const resource = hub.named(metadata.name);
    const args = { apiVersion, kind, metadata: hub.metadata(resource, metadata), spec };
    after = [new DeclaredObject(resource, args, { parent: hub, provider: hub.provider, dependsOn: after })];
  }
}
