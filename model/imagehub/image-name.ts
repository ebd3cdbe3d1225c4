import { createHash } from "node:crypto";
import { dnsLabelFault, isDnsSubdomain, isLabelValue, MAX_LABEL } from "../shared/names.js";
import { isOciTag } from "../shared/oci-reference.js";
import type { Problem } from "../shared/problem.js";
import { LABELS } from "./constants.js";

/**
 * How tags become names: `plain` takes only tags that are fit for names as they are; `escape` also takes upper
 * case, underscores and long tags, whose names get an escaped form and eight hex digits of the tag's SHA-256.
 */
export type TagEncoding = "plain" | "escape";

/** A legal image name and everything that follows from it. */
export interface ImageName {
  /** `org/repo:tag`, which is `spec.name`. */
  readonly name: string;
  readonly organization: string;
  /** Without the organization. */
  readonly repository: string;
  readonly tag: string;
  /** `metadata.name` of the Image. */
  readonly objectName: string;
  /** `org/repo`. */
  readonly repositoryName: string;
  /** `metadata.name` of the Repository. */
  readonly repositoryObjectName: string;
}

/** A legal repository name and what follows from it. */
export interface RepositoryName {
  /** `org/repo`, which is `spec.name`. */
  readonly name: string;
  readonly organization: string;
  /** Without the organization. */
  readonly repository: string;
  /** `metadata.name`. */
  readonly objectName: string;
}

/** A parsed image name, or every fault of it. The problems' paths are empty. */
export type ParsedImageName =
  | { readonly ok: true; readonly image: ImageName }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A parsed repository name, or every fault of it. The problems' paths are empty. */
export type ParsedRepositoryName =
  | { readonly ok: true; readonly repository: RepositoryName }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const REPOSITORY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/**
 * Parses `organization/repository:tag`. The rules are what OCI registries, object names and label values have in
 * common, so whatever passes can be pushed, stored and selected.
 * @param options.tagEncoding Default `plain`.
 */
export function parseImageName(
  name: string,
  options: { readonly tagEncoding?: TagEncoding } = {},
): ParsedImageName {
  const form = formFault(name, "image");
  if (form !== undefined) return { ok: false, problems: [problem(name, form)] };
  const { organization, repository, tag = "" } = pieces(name);
  const encoding = options.tagEncoding ?? "plain";
  const faults = [
    ...organizationFaults(organization),
    ...repositoryFaults(repository),
    ...tagFaults(tag, encoding),
  ];
  if (faults.length > 0) return { ok: false, problems: faults.map((fault) => problem(name, fault)) };
  const segment = tagIsPlain(tag) ? tag : escapedTag(tag);
  return {
    ok: true,
    image: {
      name,
      organization,
      repository,
      tag,
      objectName: `${organization}.${repository}.${segment}`,
      repositoryName: `${organization}/${repository}`,
      repositoryObjectName: `${organization}.${repository}`,
    },
  };
}

/** Parses `organization/repository`, by the same rules as {@link parseImageName}. */
export function parseRepositoryName(name: string): ParsedRepositoryName {
  const form = formFault(name, "repository");
  if (form !== undefined) return { ok: false, problems: [problem(name, form)] };
  const { organization, repository } = pieces(name);
  const faults = [...organizationFaults(organization), ...repositoryFaults(repository)];
  if (faults.length > 0) return { ok: false, problems: faults.map((fault) => problem(name, fault)) };
  return {
    ok: true,
    repository: { name, organization, repository, objectName: `${organization}.${repository}` },
  };
}

/** What is wrong with an organization's name: it is an object name, a name's first part and a label value at once. */
export function organizationNameFault(name: string): string | undefined {
  return organizationFaults(name)[0];
}

/** The labels of an Image. A tag that is no label value, which only `escape` allows, stands in its escaped form. */
export function imageLabels(image: ImageName): Record<string, string> {
  return {
    ...repositoryLabels(image),
    [LABELS.tag]: isLabelValue(image.tag) ? image.tag : escapedTag(image.tag),
  };
}

/** The labels of a Repository, without those for keywords. */
export function repositoryLabels(name: {
  readonly organization: string;
  readonly repository: string;
}): Record<string, string> {
  return { [LABELS.organization]: name.organization, [LABELS.repository]: name.repository };
}

/** Faults of the form as a whole, after which the parts cannot be told apart. */
function formFault(name: string, what: "image" | "repository"): string | undefined {
  const form = what === "image" ? "organization/repository:tag" : "organization/repository";
  if (name === "") return `must not be empty; the form is ${form}`;
  if (name.trim() !== name || /\s/.test(name)) return "must not contain white space";
  if (name.includes("@")) return "must not contain a digest: the catalogue names images by tag";
  const parts = name.split("/");
  const first = parts[0] ?? "";
  if (parts.length === 1) return `has no organization; the form is ${form}`;
  if (first.includes(":") || (parts.length > 2 && (first.includes(".") || first === "localhost"))) {
    return `must not begin with a registry host ("${first}"); the form is ${form}`;
  }
  if (parts.length > 2) return `must not have more than one slash; the form is ${form}`;
  const colons = name.split(":").length - 1;
  if (what === "repository") return colons > 0 ? "must not have a tag" : undefined;
  if (colons === 0) return `has no tag; the form is ${form}`;
  return colons > 1 ? "must not have more than one colon" : undefined;
}

function pieces(name: string): { organization: string; repository: string; tag?: string } {
  const [organization = "", rest = ""] = name.split("/");
  const [repository = "", tag] = rest.split(":");
  return { organization, repository, ...(tag === undefined ? {} : { tag }) };
}

function organizationFaults(organization: string): string[] {
  if (organization === "") return ["the organization is missing before the slash"];
  if (/[A-Z]/.test(organization)) return [`the organization "${organization}" must be lower case`];
  if (organization.includes(".")) {
    return [
      `the organization "${organization}" must not contain a dot: names with it could mean two repositories`,
    ];
  }
  const fault = dnsLabelFault(organization);
  return fault === undefined ? [] : [`the organization "${organization}" ${fault}`];
}

function repositoryFaults(repository: string): string[] {
  if (repository === "") return ["the repository is missing after the slash"];
  const subject = `the repository "${repository}"`;
  if (/[A-Z]/.test(repository)) return [`${subject} must be lower case`];
  if (repository.includes("_")) {
    return [`${subject} must not contain an underscore: registries allow it, object names do not`];
  }
  if (repository.length > MAX_LABEL) {
    return [`${subject} must have at most ${MAX_LABEL} characters and has ${repository.length}`];
  }
  if (REPOSITORY.test(repository)) return [];
  return [`${subject} must consist of lower-case letters and digits, separated by single dots or dashes`];
}

function tagFaults(tag: string, encoding: TagEncoding): string[] {
  if (tag === "") return ["the tag is missing after the colon"];
  const subject = `the tag "${tag}"`;
  if (!isOciTag(tag)) {
    return [
      `${subject} is none: letters, digits, dots, dashes and underscores, beginning with neither dot nor dash, at most 128 characters`,
    ];
  }
  if (encoding === "escape" || tagIsPlain(tag)) return [];
  const remedy = `; tagEncoding: escape allows it`;
  if (tag.length > MAX_LABEL) {
    return [`${subject} must have at most ${MAX_LABEL} characters and has ${tag.length}${remedy}`];
  }
  if (/[A-Z]/.test(tag)) return [`${subject} must be lower case${remedy}`];
  if (tag.includes("_")) return [`${subject} must not contain an underscore${remedy}`];
  return [`${subject} must have a letter or digit at both ends and on both sides of each dot${remedy}`];
}

function tagIsPlain(tag: string): boolean {
  return tag.length <= MAX_LABEL && isDnsSubdomain(tag);
}

function escapedTag(tag: string): string {
  const suffix = createHash("sha256").update(tag).digest("hex").slice(0, 8);
  const readable = tag
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/-*\.[-.]*/g, ".")
    .slice(0, MAX_LABEL - suffix.length - 1)
    .replace(/^[.-]+|[.-]+$/g, "");
  return readable === "" ? suffix : `${readable}-${suffix}`;
}

function problem(name: string, fault: string): Problem {
  return { path: "", reason: name === "" ? `the name ${fault}` : `"${name}": ${fault}` };
}
