import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SignAction } from "../../../model/reservation/sign/challenge.js";
import {
  readSignatureFiles,
  signatureFileNames,
  type SignatureFiles,
} from "../../../model/reservation/sign/read-signature-files.js";
import { requestFileText, requestPath } from "../../../model/reservation/sign/request-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";

/** Reads the signatures of an action on an object. Paths are relative to the project folder, where providers run. */
export async function readSignatures(name: string, action: SignAction): Promise<SignatureFiles> {
  const folder = path.dirname(requestPath(name, action));
  const names = signatureFileNames(await readdir(folder).catch(nothingThere([])));
  const places = names.map((file) => path.join(folder, file));
  const texts = await Promise.all(places.map((place) => readFile(place, "utf8")));
  return readSignatureFiles(places.map((place, index) => ({ path: place, text: texts[index] ?? "" })));
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
