/** API group of the catalogue. */
export const GROUP = "imagehub.sealos.io";
/** The group's only version. */
export const VERSION = "v1";
/** `apiVersion` of every object of the catalogue. */
export const API_VERSION = `${GROUP}/${VERSION}`;

/** The four kinds; all are cluster-scoped. */
export const KINDS = {
  organization: "Organization",
  repository: "Repository",
  image: "Image",
  dataPack: "DataPack",
} as const;

/** Labels by which the catalogue's objects find each other. */
export const LABELS = {
  organization: "organization.imagehub.sealos.io",
  /** The repository's own name, without the organization. */
  repository: "repository.imagehub.sealos.io",
  tag: "tag.imagehub.sealos.io",
} as const;

/** Prefix of the keyword labels on Repositories: `keyword.imagehub.sealos.io/Storage`, with an empty value. */
export const KEYWORD_LABEL_PREFIX = "keyword.imagehub.sealos.io/";

/** The keywords that become labels, and by which the catalogue's page filters; their case matters. */
export const KEYWORDS = [
  "Kubernetes",
  "Storage",
  "Network",
  "Database",
  "Monitoring",
  "Logging",
  "Dashboard",
  "MQ",
  "Platform",
  "GPU",
  "GitOps",
] as const;

/** What images may be. */
export const IMAGE_TYPES = ["cloud-image", "cluster-image"] as const;

/** What a DataPack may collect of each image. */
export const DATA_PACK_TYPES = ["base", "grid", "detail"] as const;

/** Values of a DataPack's `status.codes`. */
export const CODES = { notRun: 0, ok: 1, pending: 2, error: 3 } as const;

/** Default of a DataPack's `expireTime`. */
export const DEFAULT_EXPIRE_TIME = "2h";

/** Creation time of an image of which none is known; the API server fills it in. */
export const EPOCH = "1970-01-01T00:00:00Z";

/** Namespace of the service accounts that stand for users, unless the deployment says otherwise. */
export const USER_NAMESPACE = "user-system";
/** Namespace of the controller, unless the deployment says otherwise. */
export const CONTROLLER_NAMESPACE = "imagehub-system";

/** Annotations for facts that the API's schema has no field for. */
export const ANNOTATIONS = {
  /** Digest of the index or manifest that the tag stood for. */
  digest: "imagehub.groundplan.dev/digest",
  mediaType: "imagehub.groundplan.dev/media-type",
  /** JSON object: platform → digest of its manifest. */
  platformDigests: "imagehub.groundplan.dev/platform-digests",
  /** RFC 3339 time at which the digest was first seen. */
  resolvedAt: "imagehub.groundplan.dev/resolved-at",
  /** What `detail.size` counts: `compressed`. */
  sizeBasis: "imagehub.groundplan.dev/size-basis",
  /** JSON list of the artifacts that refer to the image: `{artifactType, digest}`. */
  referrers: "imagehub.groundplan.dev/referrers",
  /** What is known of signatures: `no`, `present`, `verified`. */
  signed: "imagehub.groundplan.dev/signed",
  /** Why a DataPack has code 3. */
  message: "imagehub.groundplan.dev/message",
} as const;

/** Limits on what is declared, in bytes. An object must stay well below etcd's request limit of 1.5 MiB. */
export const LIMITS = {
  /** `detail.docs`. */
  docs: 256 * 1024,
  /** Other texts that a registry offers for `detail`. */
  registryText: 16 * 1024,
  /** `detail.icon` as a `data:` URL. */
  dataIcon: 64 * 1024,
  /** A whole object as JSON; also the estimate of a DataPack's content. */
  object: 1024 * 1024,
} as const;

/** How many of the artifacts that refer to an image are named; annotations of an object have 256 KiB together. */
export const MOST_REFERRERS = 200;
