import type { InstanceView, PoolView } from "./types.js";

/** What builds need beside a slot and instances hold: entries of accounts, and instances of other artifacts. */
export class Supply {
  private readonly accounts: Map<string, number>;
  private readonly refs: Map<string, number>;

  constructor({ freeAccounts, cleanRefs }: Pick<PoolView, "freeAccounts" | "cleanRefs">) {
    this.accounts = new Map(Object.entries(freeAccounts));
    this.refs = new Map(Object.entries(cleanRefs));
  }

  /** Builds that it suffices for. */
  get builds(): number {
    return Math.min(Infinity, ...this.accounts.values(), ...this.refs.values());
  }

  /** Accounts of which no entry is left. */
  get missingAccounts(): readonly string[] {
    return exhausted(this.accounts);
  }

  /** Artifacts of which no instance is left. */
  get missingRefs(): readonly string[] {
    return exhausted(this.refs);
  }

  take(builds: number): void {
    for (const held of [this.accounts, this.refs]) {
      for (const [name, left] of held) held.set(name, left - builds);
    }
  }

  /** What comes free when an instance is cleaned: its accounts; what it refers to must be cleaned by its own pool. */
  giveBack({ accounts = {} }: InstanceView): void {
    for (const account of Object.keys(accounts)) {
      const left = this.accounts.get(account);
      if (left !== undefined) this.accounts.set(account, left + 1);
    }
  }

  /** Whether cleaning an instance makes room for one more build. */
  sufficesWithout({ accounts = {} }: InstanceView): boolean {
    return this.missingRefs.length === 0 && this.missingAccounts.every((account) => account in accounts);
  }
}

function exhausted(left: ReadonlyMap<string, number>): readonly string[] {
  return [...left].flatMap(([name, count]) => (count <= 0 ? [name] : [])).sort();
}
