import { createHash } from "node:crypto";
import { canonicalJson } from "../shared/json.js";
import type { TagData } from "./aggregate.js";
import type { CatalogueImage } from "./catalogue-image.js";
import { CODES } from "./constants.js";
import { uniqueSorted } from "./datapack-name.js";
import { parseImageName } from "./image-name.js";
import type { DataPackSpec } from "./schemas.js";

/** What a DataPack says of one image; fields without a value are left out. Field names are the API's. */
export type ImageData = {
  readonly name?: string;
  readonly type?: string;
  readonly repoName?: string;
  readonly downloadCount?: number;
  readonly icon?: string;
  readonly keywords?: readonly string[];
  /** Bytes. */
  readonly size?: number;
  readonly description?: string;
  readonly tags?: readonly TagData[];
  readonly docs?: string;
  readonly ID?: string;
  readonly arch?: string;
};

type DataPackType = DataPackSpec["type"];

/** Fields of each type of DataPack (`base` in all, `grid` also in `detail`). */
export const DATA_FIELDS: Readonly<Record<DataPackType, readonly (keyof ImageData)[]>> = {
  base: ["name", "type"],
  grid: ["name", "type", "repoName", "icon", "keywords", "size", "description"],
  detail: [
    "name",
    "type",
    "repoName",
    "downloadCount",
    "icon",
    "keywords",
    "size",
    "description",
    "tags",
    "docs",
    "ID",
    "arch",
  ],
};

/** A Repository, as far as DataPacks show it. */
export interface CatalogueRepository {
  /** `organization/repository`. */
  readonly name: string;
  /** Newest first. */
  readonly tags: readonly TagData[];
  readonly downloadCount?: number;
}

export interface DataPackRequest {
  readonly type: DataPackType;
  readonly names: readonly string[];
  /** Every Image that may be meant; others do no harm. */
  readonly images: readonly CatalogueImage[];
  /** Every Repository that may be meant. */
  readonly repositories: readonly CatalogueRepository[];
}

export interface DataPackResult {
  /** By image name; a missing image has an empty object, as the controller writes it. */
  readonly datas: Readonly<Record<string, ImageData>>;
  /** Names without an Image, sorted. */
  readonly missing: readonly string[];
  /** SHA-256, in hex, of the canonical JSON of `datas`. */
  readonly sourceHash: string;
}

/** Collects what a DataPack of a type shows of its images. */
export function collectDataPack(request: DataPackRequest): DataPackResult {
  const byName = imagesByName(request.images);
  const repositories = new Map(request.repositories.map((repository) => [repository.name, repository]));
  const names = uniqueSorted(request.names);
  const entries = names.map((name): [string, ImageData] => {
    const image = byName.get(name);
    if (image === undefined) return [name, {}];
    const repositoryName = name.slice(0, Math.max(0, name.indexOf(":")));
    return [name, imageData(image, repositoryName, repositories.get(repositoryName), request.type)];
  });
  const datas = Object.fromEntries(entries);
  return { datas, missing: names.filter((name) => !byName.has(name)), sourceHash: sourceHash(datas) };
}

/** `status` of a DataPack. */
export function dataPackStatus(
  result: DataPackResult,
  onMissing: DataPackSpec["onMissing"],
): { readonly codes: number; readonly datas: Readonly<Record<string, ImageData>> } {
  const failed = onMissing === "error" && result.missing.length > 0;
  return { codes: failed ? CODES.error : CODES.ok, datas: result.datas };
}

/** SHA-256, in hex, of the canonical JSON of a DataPack's `status.datas`. */
export function sourceHash(datas: Readonly<Record<string, ImageData>>): string {
  return createHash("sha256").update(canonicalJson(datas)).digest("hex");
}

/** Bytes that a DataPack with this content takes as JSON, for comparison with `LIMITS.object`. */
export function dataPackSize(datas: Readonly<Record<string, ImageData>>): number {
  return Buffer.byteLength(JSON.stringify(datas));
}

function imageData(
  { name, type, detail }: CatalogueImage,
  repoName: string,
  repository: CatalogueRepository | undefined,
  wanted: DataPackType,
): ImageData {
  const all: Readonly<Record<keyof ImageData, ImageData[keyof ImageData]>> = {
    name,
    type,
    repoName,
    downloadCount: repository?.downloadCount,
    icon: detail.icon,
    keywords: detail.keywords,
    size: detail.size,
    description: detail.description,
    tags: repository?.tags,
    docs: detail.docs,
    ID: detail.ID,
    arch: detail.arch,
  };
  return Object.fromEntries(
    DATA_FIELDS[wanted].flatMap((field) => (hasValue(all[field]) ? [[field, all[field]]] : [])),
  );
}

function hasValue(value: ImageData[keyof ImageData]): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== "" && value !== 0;
}

/** Of several Images with one name, the one that is called as it should be, else the first by object name. */
function imagesByName(images: readonly CatalogueImage[]): ReadonlyMap<string, CatalogueImage> {
  const found = new Map<string, CatalogueImage>();
  for (const image of images) {
    const other = found.get(image.name);
    if (other === undefined || preferred(image, other)) found.set(image.name, image);
  }
  return found;
}

function preferred(image: CatalogueImage, other: CatalogueImage): boolean {
  const parsed = parseImageName(image.name, { tagEncoding: "escape" });
  const proper = parsed.ok ? parsed.image.objectName : undefined;
  if (other.metaName === proper) return false;
  return image.metaName === proper || image.metaName < other.metaName;
}
