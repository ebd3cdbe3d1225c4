import type { Change, DnsRecord, DnsUpdate, Prerequisite } from "../../model/gateway/dns/records.js";
import { DnsError, type DnsErrorReason } from "./errors.js";
import type { DnsClient } from "./types.js";

/**
 * A name server that only pretends, for the tests of what works with name servers: it keeps zones, and carries updates
 * out as RFC 2136 says. Failures can be planned.
 */
export class FakeNameServer implements DnsClient {
  readonly where = "name server pretended:53";
  /** Updates that were carried out. */
  readonly updates: DnsUpdate[] = [];
  /** Runs before the next update is looked at, as somebody who is faster. */
  beforeUpdate: (() => void) | undefined;
  readonly #zones = new Map<string, DnsRecord[]>();
  #down: DnsErrorReason | undefined;
  #lost = false;

  constructor(...zones: readonly string[]) {
    for (const zone of zones) this.addZone(zone);
  }

  addZone(zone: string): void {
    this.#zones.set(zone, []);
  }

  removeZone(zone: string): void {
    this.#zones.delete(zone);
  }

  /** Records that somebody else writes, into the zones that they are in. */
  put(...records: readonly DnsRecord[]): void {
    for (const record of records) {
      const zone = this.#zoneOf(record.name) ?? "";
      this.#zones.set(zone, changed(this.#zones.get(zone) ?? [], { do: "add", record }));
    }
  }

  /** Every call fails until {@link comeBack}. */
  goDown(reason: DnsErrorReason = "Unreachable"): void {
    this.#down = reason;
  }

  comeBack(): void {
    this.#down = undefined;
  }

  /** The next update is carried out, and nobody hears of it. */
  loseAnswer(): void {
    this.#lost = true;
  }

  /** All records, a line each: `shop.example.com 60 A 192.0.2.1`. */
  get lines(): readonly string[] {
    return [...this.#zones.values()]
      .flat()
      .map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data.join(" ")}`)
      .sort();
  }

  query(...[name, types]: Parameters<DnsClient["query"]>): Promise<readonly DnsRecord[]> {
    return this.#answer(() => {
      const records = this.#zones.get(this.#zoneOf(name) ?? "");
      if (records === undefined) throw this.#error("NotAuthoritative", "the server does not answer for it");
      return records.filter((record) => record.name === name && types.includes(record.type));
    });
  }

  zoneOf(name: string): Promise<string | undefined> {
    return this.#answer(() => this.#zoneOf(name));
  }

  update(update: DnsUpdate): Promise<void> {
    return this.#answer(() => {
      const faster = this.beforeUpdate;
      this.beforeUpdate = undefined;
      faster?.();
      const records = this.#zones.get(update.zone);
      if (records === undefined) throw this.#error("NotAuthoritative", "the server does not answer for it");
      if (!update.prerequisites.every((each) => holds(records, each))) {
        throw this.#error("Prerequisite", "it is not as it was");
      }
      this.#zones.set(update.zone, update.changes.reduce(changed, records));
      this.updates.push(update);
      if (this.#lost) {
        this.#lost = false;
        throw this.#error("Unreachable", "the answer was lost");
      }
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #zoneOf(name: string): string | undefined {
    const labels = name.split(".");
    const names = labels.map((_, index) => labels.slice(index).join("."));
    return names.find((zone) => this.#zones.has(zone));
  }

  async #answer<T>(give: () => T): Promise<T> {
    await Promise.resolve();
    if (this.#down !== undefined) throw this.#error(this.#down, "it is down");
    return give();
  }

  #error(reason: DnsErrorReason, what: string): DnsError {
    return new DnsError(reason, { what, where: this.where });
  }
}

function holds(records: readonly DnsRecord[], prerequisite: Prerequisite): boolean {
  switch (prerequisite.is) {
    case "unused":
      return !records.some(({ name }) => name === prerequisite.name);
    case "absent":
      return !records.some(({ name, type }) => name === prerequisite.name && type === prerequisite.type);
    case "exactly": {
      const [first] = prerequisite.records;
      const found = records.filter(({ name, type }) => name === first?.name && type === first.type);
      return isSame(found, prerequisite.records);
    }
  }
}

function isSame(some: readonly DnsRecord[], others: readonly DnsRecord[]): boolean {
  const texts = (records: readonly DnsRecord[]): string =>
    JSON.stringify(records.map(({ data }) => JSON.stringify(data)).sort());
  return texts(some) === texts(others);
}

function changed(records: readonly DnsRecord[], change: Change): DnsRecord[] {
  if (change.do === "remove") {
    return records.filter(({ name, type }) => name !== change.name || type !== change.type);
  }
  const { record } = change;
  const others = records.filter(
    (each) => each.name !== record.name || each.type !== record.type || !isSame([each], [record]),
  );
  return [...others, record];
}
