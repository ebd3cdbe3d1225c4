import * as pulumi from "@pulumi/pulumi";
import { parseImageName } from "../../model/imagehub/image-name.js";
import { hubSync, type HubSyncInputs, type HubSyncOutputs } from "../../providers/imagehub/hub-sync.js";
import { type Aggregate, factsText, namesText } from "../../providers/imagehub/hub-sync/texts.js";
import { KindResource } from "../../providers/runtime/resource.js";
import type { Image } from "./image.js";
import type { ImageHub } from "./image-hub.js";
import type { Organization } from "./organization.js";
import type { Repository } from "./repository.js";

/** What a {@link HubSync} is made from. */
export interface HubSyncArgs {
  /** A hub in direct mode; where a controller runs, it keeps the statuses itself. */
  readonly hub: ImageHub;
  /** Besides those of the repositories. @default none */
  readonly organizations?: readonly Organization[];
  readonly repositories: readonly Repository[];
  /** The stack's images in the repositories. Those of other tools are found by their labels. */
  readonly images: readonly Image[];
}

/**
 * Keeps the status, keyword labels and owner references of a hub's repositories in step with their images, and the
 * organizations' lists of repositories. One for a hub, since each costs a preview its time.
 *
 * @example
 * new HubSync("sync", { hub, repositories: [mysql], images: [v8_0_25, v8_0_31] });
 */
export class HubSync extends KindResource<HubSyncInputs, HubSyncOutputs> {
  /** By repository, as JSON text. {@link of} has them as objects. */
  declare readonly aggregates: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: HubSyncArgs, opts?: pulumi.CustomResourceOptions) {
    const { hub, repositories, images } = args;
    const organizations = new Set([
      ...(args.organizations ?? []),
      ...repositories.flatMap(({ organization }) => organization ?? []),
    ]);
    super(
      hubSync,
      name,
      {
        cluster: hub.cluster,
        organizations: Object.fromEntries(
          [...organizations].map(({ organizationName, creator }) => [organizationName, creator ?? ""]),
        ),
        repositories: members(repositories, images),
        images: pulumi
          .all(images.map(({ synced }) => synced))
          .apply((known) =>
            Object.fromEntries(known.map(({ object, ...facts }) => [object, factsText(facts)])),
          ),
      },
      pulumi.mergeOptions(opts, {
        dependsOn: [...organizations, ...repositories, ...images].map(({ object }) => object),
      }),
    );
  }

  /** What was aggregated into a repository; undefined when it is none of those asked for. */
  of(repository: string): pulumi.Output<Aggregate | undefined> {
    return this.aggregates.apply((aggregates) => {
      const text = aggregates[repository];
      // The texts are what the kind wrote from values of this very form.
      return text === undefined ? undefined : (JSON.parse(text) as Aggregate);
    });
  }
}

/** Object names of the images by repository. Which images there are is known even while their facts are not. */
function members(repositories: readonly Repository[], images: readonly Image[]): Record<string, string> {
  const objects = new Map(repositories.map(({ repositoryName }): [string, string[]] => [repositoryName, []]));
  for (const { imageName } of images) {
    const parsed = parseImageName(imageName, { tagEncoding: "escape" });
    if (parsed.ok) objects.get(parsed.image.repositoryName)?.push(parsed.image.objectName);
  }
  return Object.fromEntries([...objects].map(([name, own]) => [name, namesText(own)]));
}
