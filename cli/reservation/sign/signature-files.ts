import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { requestPath } from "../../../model/reservation/sign/request-file.js";
import { signatureFileSchema, type SignatureFile } from "../../../model/reservation/sign/signature-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { Failure } from "../../../model/shared/errors.js";
import type { Problem } from "../../../model/shared/problem.js";
import { formatPropertyPath } from "../../../model/shared/property-path.js";
import { readJson } from "../inputs.js";

/** The signatures of a subject; files that are none do not count and are warned of. */
export interface SignatureFiles {
  readonly signatures: readonly SignatureFile[];
  readonly problems: readonly Problem[];
}

/** Reads every signature beside a request, in the order of the files' names. */
export function readSignatures({ name, action }: SigningSubject, dir: string): SignatureFiles {
  const request = path.normalize(requestPath(name, action, dir));
  const folder = path.dirname(request);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const read = files
    .filter((file) => file.endsWith(".json") && file !== path.basename(request))
    .sort()
    .map((file) => readSignature(path.join(folder, file)));
  return {
    signatures: read.flatMap(({ signatures }) => signatures),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readSignature(file: string): SignatureFiles {
  const parsed = signatureFileSchema.safeParse(jsonOf(file));
  if (parsed.success) return { signatures: [parsed.data], problems: [] };
  const [issue] = parsed.error.issues;
  const at = formatPropertyPath(
    (issue?.path ?? []).map((step) => (typeof step === "number" ? step : String(step))),
  );
  const reason = `is no signature and does not count: ${at === "" ? "" : `${at} `}${issue?.message ?? ""}`;
  return { signatures: [], problems: [{ path: file, reason, severity: "warning" }] };
}

/** Undefined for a file that is no JSON, which is no signature either. */
function jsonOf(file: string): unknown {
  try {
    return readJson(file);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
