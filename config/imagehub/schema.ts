import { z } from "zod";
import { USER_NAMESPACE } from "../../model/imagehub/constants.js";
import { resolvePolicy } from "../../model/imagehub/schemas.js";
import { isDnsLabel } from "../../model/shared/names.js";
import { platformFault } from "../../model/imagehub/value-rules.js";

/** What the controller deployment of a hub needs. There is no default image: nobody publishes one for this API. */
const controller = z.strictObject({
  /** Image reference of the controller, best pinned to a digest. */
  image: z.string().min(1),
  /** Default 1. */
  replicas: z.int().min(0).exactOptional(),
  /** Default `imagehub-system`. */
  namespace: z
    .string()
    .refine(isDnsLabel, "must be a DNS label: at most 63 lower-case letters, digits and dashes")
    .exactOptional(),
  /** Certificate of the webhooks, PEM; its key is the secret `controller.webhook.key`. Default: no webhooks. */
  webhook: z.strictObject({ ca: z.string().min(1), certificate: z.string().min(1) }).exactOptional(),
});

/** `groundplan:imagehubSecrets`. */
export const imagehubSecrets = z.strictObject({
  controller: z
    .strictObject({ webhook: z.strictObject({ key: z.string().min(1) }).exactOptional() })
    .optional(),
});

const dataPackId = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    "ids are letters, digits, dots, dashes and underscores, and begin and end with a letter or digit",
  );

/** `groundplan:imagehub`. The catalogue inside the lists is checked as a whole by `planCatalogue`. */
export const imagehubSchema = z.strictObject({
  /** Name of the cluster, from `groundplan:clusters`. */
  cluster: z.string().min(1),
  /** Who keeps statuses in step: `direct` is groundplan itself, `controller` the imagehub controller. */
  mode: z.enum(["direct", "controller"]),
  /** Name of the registry, from `groundplan:registries`, that images are looked up in. Default none. */
  registry: z.string().min(1).exactOptional(),
  /** Namespace of the managers' service accounts. Default `user-system`. */
  userNamespace: z.string().min(1).default(USER_NAMESPACE),
  /** Deploys the controller. Only with `mode: controller`. Default: it is there already. */
  controller: controller.exactOptional(),
  /** Whether this stack keeps the CRDs; with several stacks on a cluster, one does. Default true. */
  installCrds: z.boolean().default(true),
  /** Whether objects that exist without this stack's mark are taken over. Default false: they are an error. */
  adopt: z.boolean().default(false),
  /** Whether destroying leaves the CRDs, and with them everybody's objects, in place. Default true. */
  retainCrds: z.boolean().default(true),
  /** Whether declared repositories go with their last image. Only with `mode: direct`. Default false: they stay. */
  pruneEmptyRepositories: z.boolean().default(false),
  /**
   * Whether the API server lets only an organization's managers write its repositories and images. Only with
   * `mode: direct`, where no webhook does it; needs Kubernetes 1.30. Default false.
   */
  protectObjects: z.boolean().default(false),
  /** Whether a keyword that the catalogue's page does not know is an error. Default false: a warning. */
  strictKeywords: z.boolean().default(false),
  /** When tags are looked up: never, when an image is created, at every preview. Default `once` with a registry. */
  resolve: resolvePolicy.exactOptional(),
  /** What an unreachable registry means. Default `error`. */
  onUnreachable: z.enum(["error", "warn"]).default("error"),
  /** Whether a tag that moved is an error at preview. Default false. */
  immutableTags: z.boolean().default(false),
  /** Whether images without docs get their readme's text, from the address they give. Default false. */
  fetchReadme: z.boolean().default(false),
  /** Platform whose size, architecture and id an image shows. Default `linux/amd64`. */
  platform: z
    .string()
    .superRefine((text, context) => {
      const message = platformFault(text);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .default("linux/amd64"),
  /** Creator of organizations that name none. Default none. */
  creator: z.string().min(1).exactOptional(),
  organizations: z.array(z.unknown()).default([]),
  repositories: z.array(z.unknown()).default([]),
  images: z.array(z.unknown()).default([]),
  /** By id, which names the stack's resource and its outputs. */
  dataPacks: z.record(dataPackId, z.unknown()).default({}),
  /** YAML files with manifests of the API, relative to the project folder. */
  manifests: z.array(z.string().min(1)).default([]),
});

/** A section that fits the schema. */
export type ImageHubSection = z.infer<typeof imagehubSchema>;
