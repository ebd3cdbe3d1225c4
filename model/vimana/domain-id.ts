import { createHash } from "node:crypto";

/** What a domain's derived id depends on; renaming any of it gives another domain. */
export interface DomainOrigin {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** The domain's key. */
  readonly key: string;
}

/**
 * Id of a domain that states none: 32 hex digits that are the same in every preview, so that the names that follow from
 * it are known before anything exists.
 */
export function deriveDomainId({ organization, project, stack, key }: DomainOrigin): string {
  const origin = `${organization}/${project}/${stack}/${key}`;
  return createHash("sha256").update(origin).digest("hex").slice(0, 32);
}
