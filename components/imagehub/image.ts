import * as pulumi from "@pulumi/pulumi";
import type { PlannedImage } from "../../model/imagehub/catalogue-types.js";
import {
  type ImageName,
  imageLabels,
  parseImageName,
  type TagEncoding,
} from "../../model/imagehub/image-name.js";
import { imageObject } from "../../model/imagehub/objects.js";
import type { OciImageRefOutputs } from "../../providers/imagehub/oci-image-ref.js";
import type { ImageFacts } from "../../providers/imagehub/hub-sync/texts.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import { clearedFieldRules } from "./cleared-fields.js";
import { refuseFaults } from "./faults.js";
import { guardedImage } from "./guarded-objects.js";
import type { LookupSettings } from "./hub-settings.js";
import { type ImageDetailArgs, withFacts } from "./image-detail.js";
import type { ImageHub } from "./image-hub.js";
import { ImageRetirement } from "./image-retirement.js";
import { OciImageRef } from "./oci-image-ref.js";
import type { Repository } from "./repository.js";

/** What an {@link Image} is made from. */
export interface ImageArgs extends Omit<LookupSettings, "registry"> {
  readonly hub: ImageHub;
  /** Where the image belongs. */
  readonly repository: Repository;
  /** `organization/repository:tag`. @default the component's name */
  readonly name?: string;
  /** `cloud-image` or `cluster-image`. @default none */
  readonly type?: string;
  /** What is left out comes from the registry, if the hub has one. @default nothing */
  readonly detail?: ImageDetailArgs;
  /** `escape` also takes tags that are no names: upper case, underscores, long ones. @default plain */
  readonly tagEncoding?: TagEncoding;
  /** Refuses the image unless it is signed with this key (cosign). @default no check */
  readonly verify?: { readonly publicKeyPem: string };
  /** Besides those of the catalogue. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * An image of the catalogue, with the digest that its tag stands for. Digest, id, architecture, size and time come
 * from the hub's registry; what is declared wins.
 *
 * @example
 * const image = new Image("labring/mysql:v8.0.25", {
 *   hub,
 *   repository: mysql,
 *   type: "cluster-image",
 *   detail: { description: "MySQL", keywords: ["Database"] },
 * });
 * export const pinned = image.pinned;
 */
export class Image extends pulumi.ComponentResource {
  /** `organization/repository:tag`. */
  readonly imageName: string;
  /** `metadata.name` of the object. */
  readonly objectName: pulumi.Output<string>;
  /** The Image object; what needs the image depends on it. */
  readonly object: pulumi.CustomResource;
  /** The lookup in the registry; undefined when there is none. */
  readonly reference: OciImageRef | undefined;
  /** Digest that the tag stands for; empty without a lookup, as are the other outputs about it. */
  readonly digest: pulumi.Output<string>;
  /** `host/repository@sha256:…`. */
  readonly pinned: pulumi.Output<string>;
  /** `host/repository:tag@sha256:…`. */
  readonly pinnedWithTag: pulumi.Output<string>;
  readonly mediaType: pulumi.Output<string>;
  /** Whether a signature is there: `no`, `present`, with a key `verified`; `unknown` without a lookup. */
  readonly signed: pulumi.Output<OciImageRefOutputs["signed"]>;
  /** What refers to the digest: signatures, SBOMs. */
  readonly referrers: pulumi.Output<OciImageRefOutputs["referrers"]>;
  /** Declared detail and the registry's facts together. */
  readonly detail: pulumi.Output<ImageDetailArgs>;
  /** What of the image shows in its repository's status; for {@link HubSync}. */
  readonly synced: pulumi.Output<SyncedImage>;

  constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const { hub, repository, name: imageName = name, type } = args;
    const parsed = legal(name, imageName, args.tagEncoding);
    super(
      "groundplan:imagehub:Image",
      name,
      { name: imageName, ...(type === undefined ? {} : { type }) },
      opts,
    );
    this.imageName = imageName;

    const { registry } = hub.lookup;
    const resolve = args.resolve ?? hub.lookup.resolve ?? "once";
    this.reference =
      registry === undefined || resolve === "off"
        ? undefined
        : new OciImageRef(
            `${name}-reference`,
            { registry, reference: imageName, resolve, ...lookupOf(hub.lookup, args) },
            { parent: this },
          );
    const { detail, annotations } = withFacts(args.detail ?? {}, this.reference);

    const planned: PlannedImage = {
      ...parsed,
      path: "",
      labels: { ...args.labels, ...imageLabels(parsed) },
      annotations: args.annotations ?? {},
      detail: {},
      ...(type === undefined ? {} : { type }),
    };
    const wanted = imageObject(planned);
    const cleared = clearedFieldRules(hub.mode, args.detail ?? {}, this.reference !== undefined);
    const options = hub.below(this, name, guardedImage(parsed.objectName), [repository.object]);
    const resource = hub.named(imageName);
    const object = new DeclaredObject(
      resource,
      {
        ...wanted,
        metadata: hub.metadata(resource, {
          ...wanted.metadata,
          annotations: { ...wanted.metadata.annotations, ...annotations, ...cleared.annotations },
        }),
        spec: { ...wanted.spec, detail },
      },
      pulumi.mergeOptions(options, {
        ...cleared.options,
        ...(hub.mode === "controller" ? afterwards(this, name, hub, repository, parsed) : {}),
      }),
    );
    this.object = object;
    this.objectName = object.metadata.name;
    this.digest = this.reference?.digest ?? pulumi.output("");
    this.pinned = this.reference?.pinned ?? pulumi.output("");
    this.pinnedWithTag = this.reference?.pinnedWithTag ?? pulumi.output("");
    this.mediaType = this.reference?.mediaType ?? pulumi.output("");
    this.signed = this.reference?.signed ?? pulumi.output("unknown" as const);
    this.referrers = this.reference?.referrers.apply((found) => found ?? []) ?? pulumi.output([]);
    this.detail = pulumi.output(detail);
    const { size, creatTime, keywords } = detail;
    this.synced = pulumi
      .output({ object: parsed.objectName, size, creatTime, keywords })
      .apply(withoutAbsent);
    this.registerOutputs({ objectName: this.objectName, digest: this.digest, pinned: this.pinned });
  }
}

/** What of an image shows in its repository's status, by `metadata.name`. */
export interface SyncedImage extends ImageFacts {
  readonly object: string;
}

/** What the controller's mode adds: the organization's deletion cascades, and the image's own is followed up. */
function afterwards(
  image: Image,
  name: string,
  hub: ImageHub,
  repository: Repository,
  parsed: ImageName,
): pulumi.CustomResourceOptions {
  const deletedWith =
    repository.organization === undefined ? {} : { deletedWith: repository.organization.object };
  const retirement = new ImageRetirement(
    `${name}-retirement`,
    { cluster: hub.cluster, image: parsed.objectName, repository: parsed.repositoryObjectName },
    { parent: image, dependsOn: [repository.object], ...deletedWith },
  );
  return { dependsOn: [retirement], ...deletedWith };
}

function lookupOf(
  hub: LookupSettings,
  image: ImageArgs,
): Omit<LookupSettings, "registry"> & Pick<ImageArgs, "verify"> {
  const platform = image.platform ?? hub.platform;
  const onUnreachable = image.onUnreachable ?? hub.onUnreachable;
  const immutableTags = image.immutableTags ?? hub.immutableTags;
  const fetchReadme = image.detail?.docs === undefined && (image.fetchReadme ?? hub.fetchReadme);
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(onUnreachable === undefined ? {} : { onUnreachable }),
    ...(immutableTags === undefined ? {} : { immutableTags }),
    ...(image.verify === undefined ? {} : { verify: image.verify }),
    ...(fetchReadme === true ? { fetchReadme } : {}),
  };
}

function legal(component: string, name: string, tagEncoding: TagEncoding = "plain"): ImageName {
  const parsed = parseImageName(name, { tagEncoding });
  if (parsed.ok) return parsed.image;
  refuseFaults(`Image ${component}`, parsed.problems);
  throw new pulumi.RunError(`Image ${component}: ${name} is no name`);
}

function withoutAbsent(facts: {
  object: string;
  size?: number | undefined;
  creatTime?: string | undefined;
  keywords?: readonly string[] | undefined;
}): SyncedImage {
  return {
    object: facts.object,
    ...(facts.size === undefined ? {} : { size: facts.size }),
    ...(facts.creatTime === undefined ? {} : { creatTime: facts.creatTime }),
    ...(facts.keywords === undefined ? {} : { keywords: [...facts.keywords] }),
  };
}
