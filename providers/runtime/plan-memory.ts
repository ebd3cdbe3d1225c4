import type { Bag } from "./host-calls.js";

/** What a check was told. */
export interface Checked {
  /** The inputs of the last deployment. */
  readonly before: Bag;
  /** It is part of a preview. */
  readonly isPreview: boolean;
}

/**
 * What a process remembers of the plans it computed, by URN. Within one deployment the engine calls check and
 * then diff for a resource of the program; a refresh, and the search for dependents of a replacement, call diff
 * alone.
 */
export class PlanMemory {
  readonly #checked = new Map<string, Checked>();
  readonly #planned = new Set<string>();
  readonly #shown = new Set<string>();

  /** The program declares the resource in this deployment. */
  checked(urn: string, checked: Checked): void {
    this.#checked.set(urn, checked);
  }

  /** The resource was refreshed; until the next check, diffs are the refresh's own. */
  refreshed(urn: string): void {
    this.#checked.delete(urn);
  }

  /** The inputs of the last deployment; undefined for a resource that was not checked in this one. */
  before(urn: string): Bag | undefined {
    return this.#checked.get(urn)?.before;
  }

  /** Whether nothing is done after the plan of the resource. */
  isPreview(urn: string): boolean {
    return this.#checked.get(urn)?.isPreview === true;
  }

  isChecked(urn: string): boolean {
    return this.#checked.has(urn);
  }

  /** There is work to do, whatever the inputs say. */
  planned(urn: string): void {
    this.#planned.add(urn);
  }

  isPlanned(urn: string): boolean {
    return this.#planned.has(urn);
  }

  /** Whether a text was not shown for this URN yet; from now on it was. */
  firstTime(urn: string, text: string): boolean {
    const key = `${urn}\n${text}`;
    if (this.#shown.has(key)) return false;
    this.#shown.add(key);
    return true;
  }
}
