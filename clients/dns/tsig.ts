import { createHmac, timingSafeEqual } from "node:crypto";
import { lastRecord } from "./record-places.js";
import type { TsigKey } from "./types.js";
import { u16, u32, wireName } from "./wire.js";

const TYPE_TSIG = 250;
const CLASS_ANY = 255;
/** Seconds that the clocks may differ. */
const FUDGE = 300;
/** Where a message tells how many records its last section has. */
const ADDITIONAL_COUNT = 10;

/** A signed message, and what its answer's signature depends on. */
export interface Signed {
  readonly message: Buffer;
  readonly mac: Buffer;
}

/** What the signature of an answer tells. */
export interface TsigVerdict {
  /** Number of the server's complaint, 0 for none. */
  readonly error: number;
  /** The server's clock in seconds since the epoch, where it complains of ours. */
  readonly serverTime: number | undefined;
  /** Whether it is by our key and for our message. */
  readonly valid: boolean;
}

/** @param now seconds since the epoch */
export function sign(message: Buffer, key: TsigKey, now: number): Signed {
  const time = Buffer.concat([u48(now), u16(FUDGE)]);
  const nothingWrong = Buffer.concat([u16(0), u16(0)]);
  const mac = digest(key, [message, variables(key, time, nothingWrong)]);
  const data = Buffer.concat([
    ...[wireName(key.algorithm), time, u16(mac.length), mac],
    // The id is in the record as well, since those who pass messages on may change it.
    ...[message.subarray(0, 2), nothingWrong],
  ]);
  const head = [wireName(key.name), u16(TYPE_TSIG), u16(CLASS_ANY), u32(0), u16(data.length)];
  return { message: Buffer.concat([recounted(message, 1), ...head, data]), mac };
}

/** Undefined when the answer is not signed at all. */
export function verify(answer: Buffer, key: TsigKey, requestMac: Buffer): TsigVerdict | undefined {
  const last = lastRecord(answer);
  if (last?.type !== TYPE_TSIG) return undefined;
  const { data } = last;
  const fields = tsigFields(data);
  const unsigned = recounted(answer.subarray(0, last.start), -1);
  fields.id.copy(unsigned);
  const wanted = digest(key, [
    ...[u16(requestMac.length), requestMac, unsigned],
    variables(key, fields.time, fields.outcome),
  ]);
  const valid = fields.mac.length === wanted.length && timingSafeEqual(fields.mac, wanted);
  return {
    error: fields.outcome.readUInt16BE(0),
    serverTime: fields.outcome.length === 10 ? fields.outcome.readUIntBE(4, 6) : undefined,
    valid,
  };
}

interface TsigFields {
  /** Time of signing and how far clocks may differ. */
  readonly time: Buffer;
  readonly mac: Buffer;
  readonly id: Buffer;
  /** Error, and what else there is to tell about it. */
  readonly outcome: Buffer;
}

function tsigFields(data: Buffer): TsigFields {
  let at = 0;
  // The algorithm's name, which is never compressed.
  for (let length = data.readUInt8(at); length !== 0; length = data.readUInt8(at)) at += length + 1;
  at += 1;
  const macLength = data.readUInt16BE(at + 8);
  const behind = at + 10 + macLength;
  return {
    time: data.subarray(at, at + 8),
    mac: data.subarray(at + 10, behind),
    id: data.subarray(behind, behind + 2),
    outcome: data.subarray(behind + 2),
  };
}

/** What is signed of the signature's own record. */
function variables({ name, algorithm }: TsigKey, time: Buffer, outcome: Buffer): Buffer {
  return Buffer.concat([
    ...[wireName(name), u16(CLASS_ANY), u32(0)],
    ...[wireName(algorithm), time, outcome],
  ]);
}

function digest({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(algorithm.replace("hmac-", ""), secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** The same message with so many records more in its last section. */
function recounted(message: Buffer, more: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(copy.readUInt16BE(ADDITIONAL_COUNT) + more, ADDITIONAL_COUNT);
  return copy;
}

function u48(value: number): Buffer {
  const buffer = Buffer.alloc(6);
  buffer.writeUIntBE(value, 0, 6);
  return buffer;
}
