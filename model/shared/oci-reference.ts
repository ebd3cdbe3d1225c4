/** Names one image: where it is, and by which tag, digest or both. */
export interface OciReference {
  /** Registry host with port; undefined when the reference names none. */
  readonly host?: string;
  /** Path inside the registry: `labring/mysql`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:<64 hex digits>`. */
  readonly digest?: string;
}

/** A parsed reference, or why the text is none. */
export type ParsedOciReference =
  { readonly ok: true; readonly reference: OciReference } | { readonly ok: false; readonly reason: string };

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;
const HOST = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?$/;
/** Host and path together; longer names are refused by many clients (OCI distribution specification). */
const MAX_NAME = 255;

/** Whether a text is a digest with an algorithm every registry knows, in its full length. */
export function isOciDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Whether a text can be the path of a repository: lower-case components joined by slashes. */
export function isOciRepository(text: string): boolean {
  return text.split("/").every((component) => COMPONENT.test(component));
}

/** Whether a text is a tag by the OCI distribution specification. */
export function isOciTag(text: string): boolean {
  return TAG.test(text);
}

/**
 * Parses `host/path:tag@digest`; host, tag and digest may each be left out. As in every other client, the first
 * part is a host when it contains a dot or a colon or is `localhost`. No default host or tag is filled in.
 */
export function parseOciReference(text: string): ParsedOciReference {
  const at = text.indexOf("@");
  const digest = at === -1 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isOciDigest(digest)) {
    return { ok: false, reason: `"${digest}" is no digest: write sha256: and 64 lower-case hex digits` };
  }
  const named = at === -1 ? text : text.slice(0, at);
  const slash = named.indexOf("/");
  const first = slash === -1 ? "" : named.slice(0, slash);
  const host = /[.:[]/.test(first) || first === "localhost" ? first : undefined;
  if (host !== undefined && !HOST.test(host)) return { ok: false, reason: `"${host}" is no host` };
  const path = host === undefined ? named : named.slice(slash + 1);

  const colon = path.indexOf(":");
  const tag = colon === -1 ? undefined : path.slice(colon + 1);
  if (tag !== undefined && !isOciTag(tag)) {
    return {
      ok: false,
      reason: `"${tag}" is no tag: letters, digits, ".", "_", "-", at most 128 characters`,
    };
  }
  const repository = colon === -1 ? path : path.slice(0, colon);
  if (repository === "") return { ok: false, reason: "names no repository" };
  const wrong = repository.split("/").find((component) => !COMPONENT.test(component));
  if (wrong !== undefined) {
    const reason = `"${wrong}" cannot be part of a repository: lower-case letters and digits, separated by ".", "_", "__" or dashes`;
    return { ok: false, reason };
  }
  if (named.length - (tag === undefined ? 0 : tag.length + 1) > MAX_NAME) {
    return { ok: false, reason: `host and repository have more than ${MAX_NAME} characters` };
  }
  return { ok: true, reference: { ...present({ host, tag, digest }), repository } };
}

/** The reference as text. */
export function formatOciReference({ host, repository, tag, digest }: OciReference): string {
  const prefix = host === undefined ? "" : `${host}/`;
  const named = tag === undefined ? "" : `:${tag}`;
  return `${prefix}${repository}${named}${digest === undefined ? "" : `@${digest}`}`;
}

/** `host/path@digest`: what always means the same image. */
export function formatPinned({ host, repository }: OciReference, digest: string): string {
  return formatOciReference({ ...present({ host }), repository, digest });
}

/** `host/path:tag@digest`: pinned, and still readable. Without a tag the same as {@link formatPinned}. */
export function formatPinnedWithTag({ host, repository, tag }: OciReference, digest: string): string {
  return formatOciReference({ ...present({ host, tag }), repository, digest });
}

function present<K extends string>(
  fields: Readonly<Record<K, string | undefined>>,
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of Object.keys(fields) as K[]) {
    const value = fields[key];
    if (value !== undefined) found[key] = value;
  }
  return found;
}
