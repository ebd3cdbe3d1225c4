import type { Problem } from "../shared/problem.js";
import type { ImageName, RepositoryName } from "./image-name.js";
import type { DataPackSpec, ImageDetail, ResolvePolicy } from "./schemas.js";

/** One document of a manifest file. */
export interface DeclaredManifest {
  /** Where the document is, for problems: `manifests/images.yaml[0]`, counting documents from 0. */
  readonly where: string;
  /** The parsed document. */
  readonly document: unknown;
}

/** What a user declares, as it was parsed from YAML or JSON; nothing of it has been checked. */
export interface DeclaredCatalogue {
  readonly organizations?: readonly unknown[];
  readonly repositories?: readonly unknown[];
  readonly images?: readonly unknown[];
  /** By id. */
  readonly dataPacks?: Readonly<Record<string, unknown>>;
  readonly manifests?: readonly DeclaredManifest[];
}

export interface CatalogueOptions {
  /** Where the lists stand, for problems. Default `imagehub`. */
  readonly path?: string;
  /** Whether an unknown keyword is an error instead of a warning. Default false. */
  readonly strictKeywords?: boolean;
  /** Creator of organizations that name none. Default none. */
  readonly creator?: string;
  /** Bytes `detail.docs` may have. Default 256 KiB. */
  readonly docsLimit?: number;
  /** Whether declared repositories without an image are left out. Default false. */
  readonly pruneEmptyRepositories?: boolean;
}

/** What all planned things have. */
export interface Planned {
  /** Where it was declared; for a derived thing, what it was derived from. */
  readonly path: string;
  /** Labels to write, complete: those of a manifest and the API's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of a manifest. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface PlannedOrganization extends Planned {
  readonly name: string;
  readonly creator?: string;
  /** Without duplicates, the creator included, in the order declared. */
  readonly managers: readonly string[];
  /** Whether nobody declared it, but something in it. */
  readonly derived: boolean;
}

export interface PlannedRepository extends Planned, RepositoryName {
  readonly isPrivate: boolean;
  /** Whether nobody declared it, but an image of it. */
  readonly derived: boolean;
}

export interface PlannedImage extends Planned, ImageName {
  /** One of `IMAGE_TYPES`; manifests may hold another text. */
  readonly type?: string;
  readonly detail: ImageDetail;
  readonly resolve?: ResolvePolicy;
  readonly platform?: string;
  readonly verify?: { readonly publicKeyPem: string };
  readonly fetchReadme?: boolean;
}

export interface PlannedDataPack extends Planned {
  /** Key in the stack file, or the manifest's `metadata.name`. */
  readonly id: string;
  /** `metadata.name`: given, or computed from the content. */
  readonly objectName: string;
  readonly spec: DataPackSpec;
}

/** A catalogue that is ready to be made. Worthless when a problem is an error. */
export interface PlannedCatalogue {
  /** Each list in a stable order: declared things as declared, then derived ones by name. */
  readonly organizations: readonly PlannedOrganization[];
  readonly repositories: readonly PlannedRepository[];
  readonly images: readonly PlannedImage[];
  readonly dataPacks: readonly PlannedDataPack[];
  readonly problems: readonly Problem[];
}
