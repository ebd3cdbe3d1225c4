import { encode, type Answer } from "dns-packet";
import type {
  Change,
  DnsRecord,
  DnsUpdate,
  Prerequisite,
  RecordType,
} from "../../model/gateway/dns/records.js";

/** Numbers of record types. */
const TYPES: Readonly<Record<RecordType, number>> = { A: 1, NS: 2, CNAME: 5, TXT: 16, AAAA: 28 };
const SOA_TYPE = 6;
const ANY_TYPE = 255;
/** Numbers of classes; the last two have meanings of their own in updates (RFC 2136). */
const CLASS = { in: 1, none: 254, any: 255 } as const;
const OPCODE_UPDATE = 5 << 11;

/** Octets of a message before its questions. */
const HEADER = 12;

/** A question to the server itself: it is not to ask others. */
export function queryMessage(id: number, name: string, type: RecordType | "SOA"): Buffer {
  return encode({ type: "query", id, flags: 0, questions: [{ name, type }] });
}

/** An update as a message, unsigned. */
export function updateMessage(id: number, { zone, prerequisites, changes }: DnsUpdate): Buffer {
  const before = prerequisites.flatMap(prerequisiteRecords);
  const header = Buffer.alloc(HEADER);
  [id, OPCODE_UPDATE, 1, before.length, changes.length, 0].forEach((value, index) =>
    header.writeUInt16BE(value, 2 * index),
  );
  const question = Buffer.concat([wireName(zone), u16(SOA_TYPE), u16(CLASS.in)]);
  return Buffer.concat([header, question, ...before, ...changes.map(changeRecord)]);
}

/** A name as it is sent, uncompressed and in lower case. */
export function wireName(name: string): Buffer {
  return encode({ questions: [{ name: name.toLowerCase(), type: "A" }] }).subarray(HEADER, -4);
}

export function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function prerequisiteRecords(prerequisite: Prerequisite): readonly Buffer[] {
  switch (prerequisite.is) {
    case "unused":
      return [bareRecord(prerequisite.name, ANY_TYPE, CLASS.none)];
    case "absent":
      return [bareRecord(prerequisite.name, TYPES[prerequisite.type], CLASS.none)];
    case "exactly":
      return prerequisite.records.map((record) => wholeRecord({ ...record, ttl: 0 }));
  }
}

function changeRecord(change: Change): Buffer {
  return change.do === "add"
    ? wholeRecord(change.record)
    : bareRecord(change.name, TYPES[change.type], CLASS.any);
}

/** A record without data, which stands for all records of a name or of a type. */
function bareRecord(name: string, type: number, dnsClass: number): Buffer {
  return Buffer.concat([wireName(name), u16(type), u16(dnsClass), u32(0), u16(0)]);
}

function wholeRecord(record: DnsRecord): Buffer {
  const { name, type, ttl } = record;
  return Buffer.concat([wireName(name), u16(TYPES[type]), u16(CLASS.in), u32(ttl), sizedData(record)]);
}

/** A record's data with its length before it. */
function sizedData(record: DnsRecord): Buffer {
  // Behind the one octet of the root's name: type, class and ttl.
  return encode({ answers: [rootAnswer(record)] }).subarray(HEADER + 1 + 8);
}

function rootAnswer({ type, data }: DnsRecord): Answer {
  const [text = ""] = data;
  switch (type) {
    case "TXT":
      return { type, name: ".", data: [...data] };
    case "A":
    case "AAAA":
    case "CNAME":
    case "NS":
      return { type, name: ".", data: text };
  }
}
