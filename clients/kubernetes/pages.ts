import { isKubeError } from "./errors.js";
import type { KubeObject, ListResult } from "./types.js";

/** One page of a list. */
export interface Page {
  readonly items: KubeObject[];
  readonly resourceVersion: string;
  /** Token of the next page; undefined or empty on the last. */
  readonly continue?: string;
}

/** How often a list is begun anew because its snapshot was compacted away between two pages. */
const RESTARTS = 3;

/**
 * All pages of a list, from one snapshot: when the server answers 410 between two pages, the list starts over, and
 * the last time it is asked for in one piece.
 */
export async function collectPages(
  fetchPage: (request: { readonly continue?: string; readonly limit: boolean }) => Promise<Page>,
): Promise<ListResult> {
  for (let restart = 0; ; restart++) {
    try {
      return await collectOnce(fetchPage, restart < RESTARTS);
    } catch (error) {
      if (restart >= RESTARTS || !isKubeError(error, "Expired")) throw error;
    }
  }
}

async function collectOnce(
  fetchPage: (request: { readonly continue?: string; readonly limit: boolean }) => Promise<Page>,
  limit: boolean,
): Promise<ListResult> {
  let page = await fetchPage({ limit });
  const items = page.items;
  while (page.continue !== undefined && page.continue !== "") {
    page = await fetchPage({ continue: page.continue, limit });
    items.push(...page.items);
  }
  return { items, resourceVersion: page.resourceVersion };
}
