/**
 * The tag under which registries without the referrers API keep the list of what refers to a digest (distribution
 * specification, referrers tag schema). Long digests are cut so that a tag is left.
 */
export function referrersTag(digest: string): string {
  const [algorithm = "", hex = ""] = digest.split(":");
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
}
