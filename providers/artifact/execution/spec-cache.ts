import type { PoolSpec } from "../ledger/pool-spec.js";
import { loadSpec } from "../ledger/spec-store.js";
import type { Site } from "../site.js";

/** Specs by hash, read once: what a hash stands for never changes. */
export class SpecCache {
  readonly #known = new Map<string, PoolSpec>();

  constructor(private readonly site: Site) {}

  /** Undefined when the spec is gone. */
  async get(hash: string): Promise<PoolSpec | undefined> {
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const loaded = await loadSpec(this.site, hash);
    if (loaded !== undefined) this.#known.set(hash, loaded);
    return loaded;
  }
}
