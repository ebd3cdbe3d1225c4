import { z } from "zod";

/**
 * What we write into a workload's metadata to find it again: whose it is, and a digest of what it was made from. It is
 * the last line, behind the user's own metadata. Metadata are signed, so that nobody else can change it.
 */
export interface Marker {
  /** Hash of the resource's owner mark. */
  readonly owner: string;
  /** Keyed digest of the inputs: anybody can read metadata, and inputs hold secrets. */
  readonly inputs: string;
}

/** Most bytes of the user's own metadata; the marker takes the rest of what explorers allow. */
export const OWN_METADATA_LIMIT = 800;

const schema = z.object({ groundplan: z.strictObject({ owner: z.string(), inputs: z.string() }) });

/** Metadata with a marker behind them. */
export function withMarker(metadata: string, { owner, inputs }: Marker): string {
  const line = JSON.stringify({ groundplan: { owner, inputs } });
  return metadata === "" ? line : `${metadata}\n${line}`;
}

/** Metadata without the marker, and the marker; undefined when there is none. */
export function splitMetadata(metadata: string): {
  readonly own: string;
  readonly marker: Marker | undefined;
} {
  const end = metadata.lastIndexOf("\n");
  const marker = markerOf(metadata.slice(end + 1));
  if (marker === undefined) return { own: metadata, marker };
  return { own: end === -1 ? "" : metadata.slice(0, end), marker };
}

function markerOf(line: string): Marker | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return schema.safeParse(JSON.parse(line)).data?.groundplan;
  } catch {
    return undefined;
  }
}
