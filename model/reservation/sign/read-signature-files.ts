import type { Problem } from "../../shared/problem.js";
import { formatPropertyPath } from "../../shared/property-path.js";
import { REQUEST_FILE } from "./request-file.js";
import { signatureFileSchema, type SignatureFile } from "./signature-file.js";

/** The signatures beside a request; files that are none do not count and are warned of. */
export interface SignatureFiles {
  readonly signatures: readonly SignatureFile[];
  readonly problems: readonly Problem[];
}

/** Which files of a request's folder are meant as signatures, in the order in which they are read. */
export function signatureFileNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith(".json") && name !== REQUEST_FILE).sort();
}

/** Reads files by their path and text. */
export function readSignatureFiles(
  files: readonly { readonly path: string; readonly text: string }[],
): SignatureFiles {
  const signatures: SignatureFile[] = [];
  const problems: Problem[] = [];
  for (const { path, text } of files) {
    const parsed = signatureFileSchema.safeParse(jsonOf(text));
    if (parsed.success) signatures.push(parsed.data);
    else problems.push({ path, reason: whyNone(parsed.error.issues[0]), severity: "warning" });
  }
  return { signatures, problems };
}

function whyNone(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined) {
  const at = formatPropertyPath(
    (issue?.path ?? []).map((step) => (typeof step === "number" ? step : String(step))),
  );
  return `is no signature and does not count: ${at === "" ? "" : `${at} `}${issue?.message ?? ""}`;
}

/** Undefined for what is no JSON, which is no signature either. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
