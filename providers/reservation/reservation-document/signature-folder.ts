import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { signatureFileSchema, type SignatureFile } from "../../../model/reservation/sign/signature-file.js";
import type { SignAction } from "../../../model/reservation/sign/challenge.js";
import { requestFileText, requestPath } from "../../../model/reservation/sign/request-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";

/** The signatures beside a request; paths are relative to the project folder, where providers run. */
export interface FoundSignatures {
  readonly files: readonly SignatureFile[];
  /** Files that are no signatures, which do not count. */
  readonly strange: readonly string[];
}

/** Reads the signatures of an action on a reservation, in the order of the files' names. */
export async function readSignatures(name: string, action: SignAction): Promise<FoundSignatures> {
  const request = requestPath(name, action);
  const folder = path.dirname(request);
  const names = (await readdir(folder).catch(nothingThere([])))
    .filter((file) => file.endsWith(".json") && file !== path.basename(request))
    .sort();
  const read = await Promise.all(
    names.map(async (file) => {
      const place = path.join(folder, file);
      const parsed = signatureFileSchema.safeParse(jsonOf(await readFile(place, "utf8")));
      return parsed.success ? { files: [parsed.data], strange: [] } : { files: [], strange: [place] };
    }),
  );
  return { files: read.flatMap(({ files }) => files), strange: read.flatMap(({ strange }) => strange) };
}

/**
 * Writes the request for signatures; the same subject always gives the same bytes.
 * @returns its path
 */
export async function writeRequest(subject: SigningSubject): Promise<string> {
  const place = requestPath(subject.name, subject.action);
  const text = requestFileText(subject);
  if ((await readFile(place, "utf8").catch(nothingThere(""))) === text) return place;
  try {
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  } catch (cause) {
    throw new Failure({
      what: `the request for signatures cannot be written (${codeOf(cause)})`,
      where: place,
      next: "Make the folder writable, or run the preview where it is",
      cause,
    });
  }
  return place;
}

/** How a request is signed, for the end of a message. */
export function howToSign(place: string): string {
  return `look at it with \`npx groundplan reservation sign show ${place}\` and sign it with \`npx groundplan reservation sign add ${place} --tid <id> --seed-file <file>\``;
}

function nothingThere<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === "ENOENT") return otherwise;
    throw error;
  };
}

function codeOf(error: unknown): string {
  return isObject(error) && typeof error["code"] === "string" ? error["code"] : "unknown reason";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
