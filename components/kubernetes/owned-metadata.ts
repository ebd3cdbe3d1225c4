import * as pulumi from "@pulumi/pulumi";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash, ownerMark } from "../../model/shared/ownership.js";

/** Metadata of a declared object, without the marks. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, pulumi.Input<string | undefined>>>;
}

/** Metadata with the marks of ownership. */
export interface OwnedMetadata extends Omit<ObjectMetadata, "labels" | "annotations"> {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, pulumi.Input<string>>;
}

/**
 * Metadata with the owner annotation and label that every object of ours bears.
 *
 * @param resource logical name of the resource that declares the object
 * @throws pulumi.RunError when the stack has no installation id
 */
export function ownedMetadata(resource: string, metadata: ObjectMetadata): OwnedMetadata {
  const mark = ownerMark(
    { installation: installation(), project: pulumi.getProject(), stack: pulumi.getStack() },
    resource,
  );
  return {
    ...metadata,
    labels: { ...metadata.labels, [OWNER_LABEL]: ownerHash(mark) },
    annotations: { ...present(metadata.annotations ?? {}), [OWNER_ANNOTATION]: mark },
  };
}

/** The stack's random id; see `groundplan:installation`. */
function installation(): string {
  const id = new pulumi.Config("groundplan").get("installation");
  if (id !== undefined && id !== "") return id;
  throw new pulumi.RunError(
    "groundplan:installation is not set; it tells the objects of this stack from those of others. " +
      "Set it once with `pulumi config set groundplan:installation $(openssl rand -hex 8)`",
  );
}

/** An output that turns out to be undefined is left out by the engine, though the type of annotations has no such value. */
function present(
  annotations: Readonly<Record<string, pulumi.Input<string | undefined>>>,
): Record<string, pulumi.Input<string>> {
  return annotations as Record<string, pulumi.Input<string>>;
}
