import { normaliseRepositoryUrl } from "./repository-url.js";

/**
 * The credential template for a repository that has no credentials of its own: of the templates whose address is a
 * prefix of the repository's, the longest. The host must be the same to its last letter, so that a template for
 * `https://git.example.com` never sends its password to `git.example.com.elsewhere.org`.
 */
export function credentialTemplate<T extends { readonly url: string }>(
  repository: string,
  templates: readonly T[],
): T | undefined {
  const address = normaliseRepositoryUrl(repository);
  const matching = templates
    .map((template) => ({ template, prefix: normaliseRepositoryUrl(template.url) }))
    .filter(({ prefix }) => address.startsWith(prefix) && serverOf(address) === serverOf(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return matching[0]?.template;
}

/** Scheme, user, host and port of a normalised address. */
function serverOf(address: string): string {
  return /^(?:[a-z]+:\/\/)?[^/]*/.exec(address)?.[0] ?? "";
}
