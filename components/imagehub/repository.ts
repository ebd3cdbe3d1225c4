import * as pulumi from "@pulumi/pulumi";
import {
  parseRepositoryName,
  type RepositoryName,
  repositoryLabels,
} from "../../model/imagehub/image-name.js";
import { repositoryObject } from "../../model/imagehub/objects.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import { refuseFaults } from "./faults.js";
import { guardedRepository } from "./guarded-objects.js";
import type { ImageHub } from "./image-hub.js";
import type { Organization } from "./organization.js";

/** What a {@link Repository} is made from. */
export interface RepositoryArgs {
  readonly hub: ImageHub;
  /** Where the repository belongs. @default an organization that others look after */
  readonly organization?: Organization;
  /** `organization/repository`. @default the component's name */
  readonly name?: string;
  /** Whether only managers may pull. @default false */
  readonly isPrivate?: boolean;
  /** Besides those of the catalogue. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A repository of the catalogue. Its status and keyword labels follow from its images: by a {@link HubSync},
 * or by the controller.
 *
 * @example
 * const mysql = new Repository("labring/mysql", { hub, organization: labring });
 */
export class Repository extends pulumi.ComponentResource {
  /** `organization/repository`. */
  readonly repositoryName: string;
  readonly organization: Organization | undefined;
  /** `metadata.name` of the object. */
  readonly objectName: pulumi.Output<string>;
  /** The Repository object; what needs the repository depends on it. */
  readonly object: pulumi.CustomResource;

  constructor(name: string, args: RepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { hub, organization, name: repositoryName = name, isPrivate = false } = args;
    const parsed = legal(name, repositoryName);
    super("groundplan:imagehub:Repository", name, { name: repositoryName, isPrivate }, opts);
    this.repositoryName = repositoryName;
    this.organization = organization;

    const { apiVersion, kind, metadata, spec } = repositoryObject({
      ...parsed,
      isPrivate,
      derived: false,
      path: "",
      labels: { ...args.labels, ...repositoryLabels(parsed) },
      annotations: args.annotations ?? {},
    });
    const after = organization === undefined ? hub.foundation : [organization.object];
    const resource = hub.named(repositoryName);
    const object = new DeclaredObject(
      resource,
      { apiVersion, kind, metadata: hub.metadata(resource, metadata), spec },
      {
        ...hub.below(this, name, guardedRepository(parsed.objectName), after),
        ...(hub.mode === "controller" && organization !== undefined
          ? { deletedWith: organization.object }
          : {}),
      },
    );
    this.object = object;
    this.objectName = object.metadata.name;
    this.registerOutputs({ objectName: this.objectName });
  }
}

function legal(component: string, name: string): RepositoryName {
  const parsed = parseRepositoryName(name);
  if (parsed.ok) return parsed.repository;
  refuseFaults(`Repository ${component}`, parsed.problems);
  throw new pulumi.RunError(`Repository ${component}: ${name} is no name`);
}
