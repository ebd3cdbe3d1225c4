/** One entry of a layer. Times are the epoch and owners root, so that equal content has equal digests. */
export type TarEntry =
  | { readonly path: string; readonly content: string | Uint8Array; readonly mode?: number }
  | { readonly path: string; readonly linkTo: string };

const BLOCK = 512;
const LONGEST_NAME = 100;

/**
 * An uncompressed ustar archive of regular files and symbolic links; parent folders are entries of their own.
 * @throws RangeError for a path of more than 100 bytes.
 */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const folder of parentFolders(entries))
    parts.push(header({ name: `${folder}/`, mode: 0o755, size: 0, type: "5" }));
  for (const entry of entries) {
    if ("linkTo" in entry) {
      parts.push(header({ name: entry.path, mode: 0o777, size: 0, type: "2", link: entry.linkTo }));
      continue;
    }
    const content = Buffer.from(entry.content);
    parts.push(
      header({ name: entry.path, mode: entry.mode ?? 0o644, size: content.length, type: "0" }),
      content,
    );
    parts.push(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function parentFolders(entries: readonly TarEntry[]): readonly string[] {
  const folders = entries.flatMap(({ path }) => {
    const names = path.split("/").slice(0, -1);
    return names.map((_, depth) => names.slice(0, depth + 1).join("/"));
  });
  return [...new Set(folders)].sort();
}

function header(entry: {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  readonly type: "0" | "2" | "5";
  readonly link?: string;
}): Buffer {
  const block = Buffer.alloc(BLOCK);
  const text = (value: string, offset: number, length: number): void => {
    if (Buffer.byteLength(value) > length) throw new RangeError(`${value} is longer than ${length} bytes`);
    block.write(value, offset, length, "utf8");
  };
  const octal = (value: number, offset: number, digits: number): void => {
    text(value.toString(8).padStart(digits, "0"), offset, digits);
  };
  text(entry.name, 0, LONGEST_NAME);
  octal(entry.mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(entry.size, 124, 11);
  octal(0, 136, 11);
  // The checksum is taken with its own field as spaces.
  block.fill(" ", 148, 156);
  text(entry.type, 156, 1);
  text(entry.link ?? "", 157, LONGEST_NAME);
  text("ustar\0" + "00", 257, 8);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block[154] = 0;
  return block;
}
