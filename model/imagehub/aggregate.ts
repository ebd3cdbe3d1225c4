import type { CatalogueImage } from "./catalogue-image.js";
import { KEYWORD_LABEL_PREFIX, KEYWORDS } from "./constants.js";
import { compareTags } from "./tag-order.js";

/** One tag in a Repository's status. Field names are the API's. */
export type TagData = {
  readonly name: string;
  /** `metadata.name` of the Image. */
  readonly metaName: string;
  /** Bytes. */
  readonly size: number;
  /** RFC 3339. */
  readonly creatTime: string;
};

/** `status` of a Repository; `latestTag` is absent when there is no tag. */
export type RepositoryStatus = {
  readonly name: string;
  readonly tags: readonly TagData[];
  readonly latestTag?: TagData;
};

/** What an aggregation writes into a Repository's status; other fields are others' (`downloadCount`, `rating`). */
export const REPOSITORY_STATUS_FIELDS: readonly string[] = [
  "name",
  "tags",
  "latestTag",
] satisfies readonly (keyof RepositoryStatus)[];

/** `status` of an Organization. */
export type OrganizationStatus = {
  readonly name: string;
  /** `organization/repository`, sorted. */
  readonly repos: readonly string[];
};

/** What an aggregation writes into an Organization's status. */
export const ORGANIZATION_STATUS_FIELDS: readonly string[] = [
  "name",
  "repos",
] satisfies readonly (keyof OrganizationStatus)[];

/**
 * Status of a Repository from all its Images, in whatever order they come.
 * @param name `organization/repository`.
 */
export function repositoryStatus(name: string, images: readonly CatalogueImage[]): RepositoryStatus {
  const tags = images.map(tagData).sort(compareTags);
  const [latestTag] = tags;
  return { name, tags, ...(latestTag === undefined ? {} : { latestTag }) };
}

/** Status of an Organization from the names of its Repositories. */
export function organizationStatus(name: string, repositories: readonly string[]): OrganizationStatus {
  return { name, repos: [...new Set(repositories)].sort() };
}

/** The Image that stands for its Repository: that of the latest tag. */
export function latestImage(images: readonly CatalogueImage[]): CatalogueImage | undefined {
  const { latestTag } = repositoryStatus("", images);
  return images.find(({ metaName }) => metaName === latestTag?.metaName);
}

/** The keyword labels a Repository should have: one, with an empty value, per supported keyword of its latest tag. */
export function keywordLabels(images: readonly CatalogueImage[]): Record<string, string> {
  const keywords = new Set(latestImage(images)?.detail.keywords);
  const supported = KEYWORDS.filter((keyword) => keywords.has(keyword));
  return Object.fromEntries(supported.map((keyword) => [`${KEYWORD_LABEL_PREFIX}${keyword}`, ""]));
}

/** What to do to a Repository's labels. */
export interface KeywordLabelChanges {
  readonly set: Readonly<Record<string, string>>;
  /** Keyword labels that no longer apply. Other labels are never among them. */
  readonly remove: readonly string[];
}

/** Difference between a Repository's labels and the keyword labels that it should have. */
export function keywordLabelChanges(
  current: Readonly<Record<string, string>>,
  images: readonly CatalogueImage[],
): KeywordLabelChanges {
  const wanted = keywordLabels(images);
  return {
    set: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => current[key] !== value)),
    remove: Object.keys(current)
      .filter((key) => key.startsWith(KEYWORD_LABEL_PREFIX) && !(key in wanted))
      .sort(),
  };
}

/** The same changes as `metadata.labels` of a merge patch. */
export function keywordLabelPatch({ set, remove }: KeywordLabelChanges): Record<string, string | null> {
  return { ...set, ...Object.fromEntries(remove.map((key) => [key, null])) };
}

function tagData({ name, metaName, detail }: CatalogueImage): TagData {
  return {
    name: name.slice(name.indexOf(":") + 1),
    metaName,
    size: detail.size,
    creatTime: detail.creatTime,
  };
}
