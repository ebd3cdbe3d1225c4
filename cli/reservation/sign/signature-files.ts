import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import {
  readSignatureFiles,
  signatureFileNames,
  type SignatureFiles,
} from "../../../model/reservation/sign/read-signature-files.js";
import { requestPath } from "../../../model/reservation/sign/request-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { readBytes } from "../inputs.js";

/** Reads every signature beside a request. */
export function readSignatures({ name, action }: SigningSubject, dir: string): SignatureFiles {
  const folder = path.dirname(path.normalize(requestPath(name, action, dir)));
  const names = signatureFileNames(existsSync(folder) ? readdirSync(folder) : []);
  const places = names.map((file) => path.join(folder, file));
  const next = "Take it away, or make it readable";
  return readSignatureFiles(
    places.map((place) => ({ path: place, text: readBytes(place, next).toString("utf8") })),
  );
}
