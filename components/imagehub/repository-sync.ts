import * as pulumi from "@pulumi/pulumi";
import {
  repositorySync,
  type RepositorySyncInputs,
  type RepositorySyncOutputs,
} from "../../providers/imagehub/repository-sync.js";
import { KindResource } from "../../providers/runtime/resource.js";
import type { Image } from "./image.js";
import type { ImageHub } from "./image-hub.js";
import type { Repository } from "./repository.js";

/** What a {@link RepositorySync} is made from. */
export interface RepositorySyncArgs {
  /** A hub in direct mode; where a controller runs, it keeps the status itself. */
  readonly hub: ImageHub;
  readonly repository: Repository;
  /** The stack's images in the repository. Those of other tools are found by their labels. */
  readonly images: readonly Image[];
}

/**
 * Keeps a repository's status, keyword labels and owner references in step with its images, and its organization's
 * list of repositories.
 *
 * @example
 * new RepositorySync("labring/mysql", { hub, repository: mysql, images: [v8_0_25, v8_0_31] });
 */
export class RepositorySync extends KindResource<RepositorySyncInputs, RepositorySyncOutputs> {
  /** Tags, newest first. */
  declare readonly tags: pulumi.Output<string[]>;
  /** Empty when there is no tag. */
  declare readonly latestTag: pulumi.Output<string>;
  /** Keywords that are labels of the repository. */
  declare readonly keywords: pulumi.Output<string[]>;

  constructor(name: string, args: RepositorySyncArgs, opts?: pulumi.CustomResourceOptions) {
    const { hub, repository, images } = args;
    super(
      repositorySync,
      name,
      {
        cluster: hub.cluster,
        name: repository.repositoryName,
        images: pulumi.all(images.map(({ synced }) => synced)),
      },
      pulumi.mergeOptions(opts, { dependsOn: [repository.object, ...images.map(({ object }) => object)] }),
    );
  }
}
