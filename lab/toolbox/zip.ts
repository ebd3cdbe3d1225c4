import { createReadStream, createWriteStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { Failure } from "../../model/shared/errors.js";

// The end of a zip archive is this record and a comment of at most 65535 bytes.
const END = { signature: 0x06054b50, size: 22, longestComment: 65535 } as const;
const ENTRY = { signature: 0x02014b50, size: 46 } as const;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  /** Where the entry's own header begins. */
  readonly offset: number;
}

/**
 * Takes one file out of a zip archive, without holding it in memory. Archives beyond 4 GB are not understood.
 * @param member Its path inside the archive.
 * @throws Failure for what is no zip archive, or does not hold the file.
 */
export async function extractFromZip(archive: string, member: string, target: string): Promise<void> {
  const file = await open(archive);
  try {
    const entry = (await entriesOf(file, archive)).find(({ name }) => name === member);
    if (entry === undefined) throw new Failure({ what: `holds no ${member}`, where: archive });
    if (entry.method !== STORED && entry.method !== DEFLATED)
      throw new Failure({ what: `${member} is packed by method ${entry.method}`, where: archive });
    const header = await read(file, entry.offset, LOCAL_SIZE);
    const start = entry.offset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
    await pipeline(
      createReadStream(archive, { start, end: start + entry.compressedSize - 1 }),
      entry.method === DEFLATED ? createInflateRaw() : new PassThrough(),
      createWriteStream(target),
    );
  } finally {
    await file.close();
  }
}

async function entriesOf(file: FileHandle, archive: string): Promise<readonly Entry[]> {
  const { size } = await file.stat();
  const tailSize = Math.min(size, END.size + END.longestComment);
  const tail = await read(file, size - tailSize, tailSize);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END.signature);
  const end = tail.lastIndexOf(signature);
  if (end < 0) throw new Failure({ what: "is no zip archive", where: archive });
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY.size <= directory.length && directory.readUInt32LE(at) === ENTRY.signature;) {
    const nameEnd = at + ENTRY.size + directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString("utf8", at + ENTRY.size, nameEnd),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
