import { KEYWORDS } from "./constants.js";

const BY_LOWER_CASE = new Map(KEYWORDS.map((keyword) => [keyword.toLowerCase(), keyword]));

/** The supported keyword that differs only in case, if there is one. */
export function supportedKeyword(keyword: string): (typeof KEYWORDS)[number] | undefined {
  return BY_LOWER_CASE.get(keyword.toLowerCase());
}

/** Why a keyword will not become a label, and what to write instead. Undefined when it will. */
export function keywordAdvice(keyword: string): string | undefined {
  const meant = supportedKeyword(keyword);
  if (meant === keyword) return undefined;
  const hint = meant === undefined ? `the keywords are ${KEYWORDS.join(", ")}` : `did you mean "${meant}"?`;
  return `"${keyword}" is no keyword of the catalogue, so nobody can filter by it; ${hint}`;
}
