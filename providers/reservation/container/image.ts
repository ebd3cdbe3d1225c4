import { formatOciReference, parseOciReference } from "../../../model/shared/oci-reference.js";

/** Where names without a host are looked up, as every client does it. */
const DEFAULT_HOST = "docker.io";

/** How a node is told which image to run. */
export interface NodeImage {
  /** The whole reference: `docker.io/library/nginx:1`. */
  readonly image: string;
  /** Host and path: `docker.io/library/nginx`. */
  readonly repository: string;
  /** `sha256:…`; empty when the reference has none. */
  readonly digest: string;
}

/** Why a text names no image; undefined when it does. */
export function imageFault(text: string): string | undefined {
  const parsed = parseOciReference(text);
  return parsed.ok ? undefined : parsed.reason;
}

/** The image with everything that was left out filled in. The text must be valid. */
export function nodeImage(text: string): NodeImage {
  const parsed = parseOciReference(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  const { host = DEFAULT_HOST, repository, tag, digest } = parsed.reference;
  const path = host === DEFAULT_HOST && !repository.includes("/") ? `library/${repository}` : repository;
  const named = { host, repository: path };
  const pinned = digest === undefined ? { tag: tag ?? "latest" } : { digest };
  return {
    image: formatOciReference({ ...named, ...pinned }),
    repository: formatOciReference(named),
    digest: digest ?? "",
  };
}
