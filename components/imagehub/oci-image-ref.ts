import type * as pulumi from "@pulumi/pulumi";
import {
  ociImageRef,
  type OciImageRefInputs,
  type OciImageRefOutputs,
} from "../../providers/imagehub/oci-image-ref.js";
import { KindResource } from "../../providers/runtime/resource.js";
import { refuseFaults } from "./faults.js";
import { parseHostlessReference } from "./hostless-reference.js";

/** What an {@link OciImageRef} is made from. */
export interface OciImageRefArgs {
  /** Name of the registry, from `groundplan:registries`. */
  readonly registry: string;
  /** `repository:tag`, `repository@sha256:…` or both, without the host: `labring/mysql:v8.0.25`. */
  readonly reference: string;
  /** When the tag is looked up: never, when the resource is made or changed, at every preview. @default once */
  readonly resolve?: "off" | "once" | "always";
  /** `<os>/<architecture>[/<variant>]` whose id and size are told. @default linux/amd64 */
  readonly platform?: string;
  /** What a registry without answer means for a reference that was resolved before. @default error */
  readonly onUnreachable?: "error" | "warn";
  /** Whether a tag that moved is an error at preview. @default false */
  readonly immutableTags?: boolean;
  /** Refuses the image unless it is signed with this key (cosign). @default no check */
  readonly verify?: { readonly publicKeyPem: string };
  /** Whether the image's readme is fetched, for `detail.docs`, from the address that the image gives. @default false */
  readonly fetchReadme?: boolean;
}

/**
 * A tag and the digest that it stands for. A preview says when the tag has moved.
 *
 * @example
 * const mysql = new OciImageRef("mysql", { registry: "lab", reference: "labring/mysql:v8.0.25", resolve: "always" });
 * export const image = mysql.pinnedWithTag;
 */
export class OciImageRef extends KindResource<OciImageRefInputs, OciImageRefOutputs> {
  /** Digest of the index, or of the manifest of an image with one platform. */
  declare readonly digest: pulumi.Output<string>;
  /** `host/repository@sha256:…`. */
  declare readonly pinned: pulumi.Output<string>;
  /** `host/repository:tag@sha256:…`. */
  declare readonly pinnedWithTag: pulumi.Output<string>;
  /** `<os>/<architecture>[/<variant>]` each. */
  declare readonly platforms: pulumi.Output<string[]>;
  declare readonly mediaType: pulumi.Output<string>;
  /** Compressed bytes of the chosen platform. */
  declare readonly size: pulumi.Output<number>;
  /** Compressed bytes of all platforms. */
  declare readonly sizeAllPlatforms: pulumi.Output<number>;
  /** What the registry knows, as fields of an Image's `spec.detail`. */
  declare readonly detail: pulumi.Output<OciImageRefOutputs["detail"]>;
  /** What the registry knows beyond that, as annotations of an Image. */
  declare readonly annotations: pulumi.Output<OciImageRefOutputs["annotations"]>;
  /** What refers to the digest: signatures, SBOMs. Undefined in older states until a refresh or an update. */
  declare readonly referrers: pulumi.Output<OciImageRefOutputs["referrers"] | undefined>;
  /** Whether a signature is there: `no`, `present`, with a key `verified`; `unknown` when nobody could look. */
  declare readonly signed: pulumi.Output<OciImageRefOutputs["signed"]>;

  constructor(name: string, args: OciImageRefArgs, opts?: pulumi.CustomResourceOptions) {
    const { reference, ...others } = args;
    const parsed = parseHostlessReference(reference);
    refuseFaults(`OciImageRef ${name}`, parsed.ok ? [] : [{ path: "reference", reason: parsed.reason }]);
    super(ociImageRef, name, parsed.ok ? { ...others, reference: parsed.reference } : others, opts);
  }
}
