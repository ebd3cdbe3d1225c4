import { decode, type Answer } from "dns-packet";
import type { DnsRecord } from "../../model/gateway/dns/records.js";

/** An answer as far as it is looked at. */
export interface DnsAnswer {
  readonly rcode: number;
  /** Whether the server answers for the name itself. */
  readonly authoritative: boolean;
  readonly records: readonly DnsRecord[];
  /** The zone that the name is in, where the answer tells it: with its SOA record, or when there is nothing to answer. */
  readonly zone: string | undefined;
}

/** @throws Error when it is no DNS message */
export function decodeAnswer(message: Buffer): DnsAnswer {
  const { flag_aa, answers = [], authorities = [] } = decode(message);
  return {
    rcode: message.readUInt8(3) & 0xf,
    authoritative: flag_aa,
    records: answers.flatMap(recordOf),
    zone: [...answers, ...authorities].find(({ type }) => type === "SOA")?.name.toLowerCase(),
  };
}

/** Nothing for records of types that are never asked for. */
function recordOf(answer: Answer): readonly DnsRecord[] {
  const name = answer.name.toLowerCase();
  if (answer.type === "TXT") return [{ name, type: "TXT", ttl: answer.ttl ?? 0, data: texts(answer.data) }];
  if (answer.type !== "A" && answer.type !== "AAAA" && answer.type !== "CNAME" && answer.type !== "NS")
    return [];
  return [{ name, type: answer.type, ttl: answer.ttl ?? 0, data: [answer.data.toLowerCase()] }];
}

function texts(data: string | Buffer | (string | Buffer)[]): readonly string[] {
  return (Array.isArray(data) ? data : [data]).map(String);
}
