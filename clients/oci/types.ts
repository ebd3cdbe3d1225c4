import type { OciDescriptor, OciResolution } from "../../model/shared/oci-image.js";
import type { OciReference } from "../../model/shared/oci-reference.js";

/** An image in a registry that is already chosen: the reference's host plays no part. */
export type OciTarget = Pick<OciReference, "repository" | "tag" | "digest">;

export interface ResolveOptions {
  /** `<os>/<architecture>[/<variant>]`. Default `linux/amd64`. An image without index is taken whatever it is. */
  readonly platform?: string;
  readonly signal?: AbortSignal;
}

export interface OciCallOptions {
  readonly signal?: AbortSignal;
}

export interface LinkedTextOptions extends OciCallOptions {
  /** Bytes above which a text is refused; at most 4 MiB. */
  readonly limit: number;
}

/** A document as the registry holds it. */
export interface OciContent {
  readonly digest: string;
  readonly mediaType: string;
  /** The very bytes that the digest is of. */
  readonly bytes: Buffer;
}

/**
 * One OCI registry (distribution specification 1.1). Every method throws a {@link RegistryError} (errors.ts) that
 * says what was asked for. A reference with tag and digest is asked for by its digest. Content is checked against
 * its digest before it is believed.
 */
export interface OciRegistry {
  /** Host as it stands in image references. */
  readonly host: string;
  /** What a reference stands for, with the manifest and configuration of one platform. */
  resolve(target: OciTarget, options?: ResolveOptions): Promise<OciResolution>;
  /** The digest alone: one request without a body, where the registry names digests in its headers. */
  head(target: OciTarget, options?: OciCallOptions): Promise<string>;
  /** Tags in code-unit order; those that registries use for signatures and the like are left out. */
  tags(repository: string, options?: OciCallOptions): Promise<readonly string[]>;
  /**
   * What refers to a digest: signatures, SBOMs. Registries without the referrers API are asked for the fallback tag.
   * In the registry's own order.
   * @param options.artifactType Only these.
   */
  referrers(
    repository: string,
    digest: string,
    options?: OciCallOptions & { readonly artifactType?: string },
  ): Promise<readonly OciDescriptor[]>;
  /** A manifest or index, unread. */
  manifest(target: OciTarget, options?: OciCallOptions): Promise<OciContent>;
  /** A configuration or a small artifact. Content above 4 MiB is refused; layers are never fetched. */
  blob(repository: string, digest: string, options?: OciCallOptions): Promise<Buffer>;
  /**
   * A text that an image's annotations give the address of, such as its readme. It is fetched without credentials,
   * over https or from the registry itself; anything but UTF-8 text is refused, and so are web pages.
   */
  linkedText(address: string, options: LinkedTextOptions): Promise<string>;
  /** Closes the connections. */
  close(): Promise<void>;
}
