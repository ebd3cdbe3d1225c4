/** Types of records that are read and written. */
export type RecordType = "A" | "AAAA" | "CNAME" | "NS" | "TXT";

/** One record of the DNS. */
export interface DnsRecord {
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds for which others may remember it. */
  readonly ttl: number;
  /** A, AAAA: the address. CNAME, NS: the name it points to. TXT: its strings. */
  readonly data: readonly string[];
}

/** What has to hold for an update to be carried out. */
export type Prerequisite =
  /** No record has the name. */
  | { readonly is: "unused"; readonly name: string }
  /** No record has name and type. */
  | { readonly is: "absent"; readonly name: string; readonly type: RecordType }
  /** The records of the name and type are these and no others, whatever their ttl. At least one. */
  | { readonly is: "exactly"; readonly records: readonly DnsRecord[] };

/** One step of an update. */
export type Change =
  | { readonly do: "add"; readonly record: DnsRecord }
  /** Removes all records of a name and type. */
  | { readonly do: "remove"; readonly name: string; readonly type: RecordType };

/** A message to a name server: all of it is carried out, or nothing. */
export interface DnsUpdate {
  readonly zone: string;
  readonly prerequisites: readonly Prerequisite[];
  readonly changes: readonly Change[];
}
