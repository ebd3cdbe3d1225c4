import type * as pulumi from "@pulumi/pulumi";
import { ANNOTATIONS } from "../../model/imagehub/constants.js";
import type { ImageAction } from "../../model/imagehub/schemas.js";
import type { OciImageRef } from "./oci-image-ref.js";

/** `spec.detail` of an Image; field names are the API's. */
export interface ImageDetailArgs {
  /** Where the software's user interface or home page is. */
  readonly url?: pulumi.Input<string | undefined>;
  /** Those that the catalogue knows become labels of the repository. */
  readonly keywords?: pulumi.Input<readonly string[] | undefined>;
  readonly description?: pulumi.Input<string | undefined>;
  readonly icon?: pulumi.Input<string | undefined>;
  /** Markdown. */
  readonly docs?: pulumi.Input<string | undefined>;
  /** Hex digits of the configuration's digest. */
  readonly ID?: pulumi.Input<string | undefined>;
  /** One architecture, or several joined by commas. */
  readonly arch?: pulumi.Input<string | undefined>;
  /** Bytes. */
  readonly size?: pulumi.Input<number | undefined>;
  /** RFC 3339, in whole seconds and UTC. @default 1970, by the API server */
  readonly creatTime?: pulumi.Input<string | undefined>;
  readonly actions?: pulumi.Input<Readonly<Record<string, ImageAction>> | undefined>;
}

const TEXTS = ["url", "description", "icon", "docs", "ID", "arch", "creatTime"] as const;

const FACT_ANNOTATIONS = [
  ANNOTATIONS.digest,
  ANNOTATIONS.mediaType,
  ANNOTATIONS.platformDigests,
  ANNOTATIONS.sizeBasis,
  ANNOTATIONS.resolvedAt,
  ANNOTATIONS.referrers,
  ANNOTATIONS.signed,
];

/**
 * Detail and annotations of an Image: what is declared, and field by field what the registry knows of the rest, so
 * that a preview before the lookup still shows the declared part.
 */
export function withFacts(
  declared: ImageDetailArgs,
  reference: OciImageRef | undefined,
): {
  readonly detail: ImageDetailArgs;
  readonly annotations: Readonly<Record<string, pulumi.Input<string | undefined>>>;
} {
  if (reference === undefined) return { detail: declared, annotations: {} };
  const { detail, annotations } = reference;
  const facts: ImageDetailArgs = {
    ...Object.fromEntries(TEXTS.map((field) => [field, detail.apply((known) => textOf(known[field]))])),
    size: detail.apply(({ size }) => (typeof size === "number" ? size : undefined)),
    keywords: detail.apply(({ keywords }) => textsOf(keywords)),
  };
  const undeclared = Object.entries(facts).filter(([field]) => !(field in declared));
  return {
    detail: { ...declared, ...Object.fromEntries(undeclared) },
    annotations: Object.fromEntries(
      FACT_ANNOTATIONS.map((key) => [key, annotations.apply((known) => known[key])]),
    ),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === "string")
    : undefined;
}
