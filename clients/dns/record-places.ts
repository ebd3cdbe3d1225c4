/** A record within a message. */
export interface PlacedRecord {
  readonly start: number;
  readonly type: number;
  readonly data: Buffer;
}

const HEADER = 12;

/**
 * The last record of a message; undefined when it has none.
 * @throws RangeError when the message ends too early
 */
export function lastRecord(message: Buffer): PlacedRecord | undefined {
  const count = (index: number): number => message.readUInt16BE(4 + 2 * index);
  let at = HEADER;
  for (let questions = count(0); questions > 0; questions--) at = behindName(message, at) + 4;
  let last: PlacedRecord | undefined;
  for (let records = count(1) + count(2) + count(3); records > 0; records--) {
    const start = at;
    const head = behindName(message, at);
    const type = message.readUInt16BE(head);
    const data = head + 10;
    at = data + message.readUInt16BE(head + 8);
    if (at > message.length) throw new RangeError("the message ends within a record");
    last = { start, type, data: message.subarray(data, at) };
  }
  return last;
}

function behindName(message: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const length = message.readUInt8(at);
    if (length === 0) return at + 1;
    // The rest of the name is elsewhere in the message.
    if (length >= 0xc0) return at + 2;
    at += length + 1;
  }
}
