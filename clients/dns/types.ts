import type { DnsRecord, DnsUpdate, RecordType } from "../../model/gateway/dns/records.js";
import type { TsigAlgorithm } from "../../model/shared/targets/name-server.js";

/** A key that messages are signed with (TSIG, RFC 8945). */
export interface TsigKey {
  /** As the server knows it. */
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Buffer;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first one that got no answer. Default 5, within about six seconds. */
  readonly retries?: number;
}

/** One DNS server that is authoritative for the zones that are worked on. Nothing is connected before the first call. */
export interface DnsClient {
  /** `name server host:port`, for messages. */
  readonly where: string;
  /**
   * The records of a name, of all the types that are given; a CNAME in their place is among them.
   * @throws DnsError NotAuthoritative, Unauthorized, Unreachable, …
   */
  query(name: string, types: readonly RecordType[], options?: CallOptions): Promise<readonly DnsRecord[]>;
  /** The zone of the server that a name is in; undefined when it is in none of them. */
  zoneOf(name: string, options?: CallOptions): Promise<string | undefined>;
  /**
   * Carries out all of an update or nothing. It may have been carried out although the answer got lost; then it is sent
   * again, and its own prerequisites fail.
   * @throws DnsError Prerequisite when one of the prerequisites does not hold
   */
  update(update: DnsUpdate, options?: CallOptions): Promise<void>;
  /** Ends the connection and whatever waits for it. */
  close(): Promise<void>;
}

/** How a name server is reached. */
export interface DnsOptions {
  /** Host name, IPv4 or IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly key: TsigKey;
  /** Milliseconds for a connection, and for each answer. Default 5,000. */
  readonly timeoutMs?: number;
  /** Seconds since the epoch. Default the machine's clock. */
  readonly now?: () => number;
}
