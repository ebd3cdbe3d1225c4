import { z } from "zod";
import { publicKeyFault } from "../shared/cosign.js";
import { parseGoDuration } from "../shared/duration.js";
import { dnsLabelFault, dnsSubdomainFault } from "../shared/names.js";
import { DATA_PACK_TYPES, DEFAULT_EXPIRE_TIME, IMAGE_TYPES } from "./constants.js";
import { organizationNameFault } from "./image-name.js";
import { accountFault, iconFault, normaliseTime, platformFault, timeFault, urlFault } from "./value-rules.js";

/** A string that a rule of value-rules.ts or names.ts accepts; the rule's answer becomes the message. */
function ruled(rule: (text: string) => string | undefined): z.ZodString {
  return z.string().superRefine((text, context) => {
    const message = rule(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

const time = ruled(timeFault).transform((text) => normaliseTime(text) ?? text);

/** `detail.actions.<name>`: what the catalogue's user can start with the image. Key spellings are the API's. */
export const actionSpec = z.strictObject({
  name: z.string().exactOptional(),
  /** Default `yaml`, the only type that was ever used. */
  actionType: z.string().min(1).default("yaml"),
  /** The template's text. */
  actions: z.string().exactOptional(),
  cmd: z.string().exactOptional(),
});

/** Fields of an image's detail; those for addresses differ between stack files and manifests. */
function detailShape<U extends z.ZodType<string>, I extends z.ZodType<string>>(address: {
  readonly url: U;
  readonly icon: I;
}) {
  return {
    /** Where the software's user interface or home page is. */
    url: address.url.exactOptional(),
    /** Only those of `KEYWORDS` become labels. */
    keywords: z.array(z.string().min(1, "a keyword must not be empty")).exactOptional(),
    description: z.string().exactOptional(),
    icon: address.icon.exactOptional(),
    /** Markdown. */
    docs: z.string().exactOptional(),
    /** Image id: hex digits of the configuration's digest. Capitals are the API's. */
    ID: z.string().exactOptional(),
    /** One architecture, or several joined by commas. */
    arch: z.string().exactOptional(),
    /** Bytes. */
    size: z.int().min(0).exactOptional(),
    /** RFC 3339; normalised to whole seconds in UTC. The spelling is the API's. Default: 1970, by the API server. */
    creatTime: time.exactOptional(),
    /** By name, a DNS label. */
    actions: z.record(ruled(dnsLabelFault), actionSpec).exactOptional(),
  };
}

/** `images[].detail` of a stack file. */
export const imageDetailSpec = z.strictObject(detailShape({ url: ruled(urlFault), icon: ruled(iconFault) }));
/** `spec.detail` of a manifest: addresses may be any text, as the API allows. */
export const looseImageDetail = z.strictObject(detailShape({ url: z.string(), icon: z.string() }));

/** `groundplan:imagehub.organizations[]`. */
export const organizationSpec = z.strictObject({
  /** DNS label; it is also the object's name. */
  name: ruled(organizationNameFault),
  /** Service account that owns the organization. Default: the hub's creator, if it has one. */
  creator: ruled(accountFault).exactOptional(),
  /** Service accounts that may push, besides the creator. Default none. */
  managers: z.array(ruled(accountFault)).exactOptional(),
});

/** `groundplan:imagehub.repositories[]`. Those that images need are derived; declare one to make it private. */
export const repositorySpec = z.strictObject({
  /** `organization/repository`. */
  name: z.string(),
  /** Whether only managers may pull. Default false. */
  isPrivate: z.boolean().exactOptional(),
});

/** How the registry is asked for an image: never, once, at every preview. */
export const resolvePolicy = z.enum(["off", "once", "always"]);

/** `groundplan:imagehub.images[]`. */
export const imageSpec = z.strictObject({
  /** `organization/repository:tag`; checked by `parseImageName`. */
  name: z.string(),
  type: z.enum(IMAGE_TYPES).exactOptional(),
  detail: imageDetailSpec.exactOptional(),
  /** Default: the hub's. */
  resolve: resolvePolicy.exactOptional(),
  /** `<os>/<architecture>[/<variant>]`. Default: the hub's. */
  platform: ruled(platformFault).exactOptional(),
  /** Whether the readme's text becomes `docs` when none are declared. Default: the hub's. */
  fetchReadme: z.boolean().exactOptional(),
  /** Default `plain`. */
  tagEncoding: z.enum(["plain", "escape"]).exactOptional(),
  /** Refuses the image unless it is signed with this key (cosign). Default: no check. */
  verify: z.strictObject({ publicKeyPem: ruled(publicKeyFault) }).exactOptional(),
});

/** How a DataPack's name is computed; see data-pack-name.ts. */
export const nameStrategy = z.enum(["sha256-v1", "sealos-md5"]);

/** `groundplan:imagehub.dataPacks.<id>`. */
export const dataPackSpec = z.strictObject({
  /** Object name, instead of the one computed from the content; then nothing is shared by content. */
  name: ruled(dnsSubdomainFault).exactOptional(),
  type: z.enum(DATA_PACK_TYPES).default("base"),
  /** Image names. */
  names: z.array(z.string()).default([]),
  /** Go duration above zero. Default `2h`. */
  expireTime: ruled(expireTimeFault).default(DEFAULT_EXPIRE_TIME),
  nameStrategy: nameStrategy.default("sha256-v1"),
  /** A missing image becomes an empty entry, or the pack fails with code 3. */
  onMissing: z.enum(["empty", "error"]).default("empty"),
  /** When an existing pack is computed anew: never by time, when it expired, at every update. */
  refreshPolicy: z.enum(["never", "onExpire", "always"]).default("onExpire"),
  /** Whether a pack without names is meant. */
  allowEmpty: z.boolean().default(false),
});

function expireTimeFault(text: string): string | undefined {
  const parsed = parseGoDuration(text);
  if (!parsed.ok) return parsed.reason;
  return parsed.nanoseconds > 0n ? undefined : "must be longer than zero";
}

export type OrganizationSpec = z.infer<typeof organizationSpec>;
export type RepositorySpec = z.infer<typeof repositorySpec>;
export type ImageSpec = z.infer<typeof imageSpec>;
export type ImageDetail = z.infer<typeof imageDetailSpec>;
export type ImageAction = z.infer<typeof actionSpec>;
export type ResolvePolicy = z.infer<typeof resolvePolicy>;
export type NameStrategy = z.infer<typeof nameStrategy>;
/** With defaults filled in. */
export type DataPackSpec = z.infer<typeof dataPackSpec>;
