import type { JsonValue } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { asJson } from "../compare/as-json.js";
import { isJsonArray, isJsonObject } from "./json-shape.js";
import { allManifests, hasKind, manifestsIn, type Manifests } from "./manifests.js";
import { decodeText } from "./yaml/decode.js";
import { parseYaml, type YamlDocument } from "./yaml/kubernetes-yaml.js";

/** Comments that keep a file out of the rendering. */
const SKIP_MARKERS = ["+groundplan:skip-file-rendering", "+argocd:skip-file-rendering"];

/** What a file holds, with what its author should know though nothing is wrong. */
export interface ManifestFile extends Manifests {
  readonly warnings: readonly Problem[];
}

const NOTHING: ManifestFile = { manifests: [], problems: [], warnings: [] };

/** Reads one file of a directory: JSON by its name, else YAML. */
export function readManifestFile(path: string, bytes: Uint8Array): ManifestFile {
  const text = decodeText(bytes);
  if (text === undefined) {
    const raw = Buffer.from(bytes).toString("latin1");
    return looksLikeManifests(raw) ? refused(path, "is no UTF-8 text") : NOTHING;
  }
  if (SKIP_MARKERS.some((marker) => text.includes(marker))) return NOTHING;
  return path.endsWith(".json") ? readJsonFile(path, text) : readYamlFile(path, text);
}

/** Reads YAML that a tool printed: every document that is not empty has to be an object. */
export function readPrintedManifests(text: string, where: string): ManifestFile {
  const documents = numbered(parseYaml(text), where).filter(({ document }) => !isEmpty(document));
  return { ...allManifests(documents.map(readDocument)), warnings: repeatedKeyWarnings(documents) };
}

function readJsonFile(path: string, text: string): ManifestFile {
  let value: JsonValue;
  try {
    value = asJson(JSON.parse(text));
  } catch {
    return refused(
      path,
      "is no JSON, or holds more than one document",
      "a .json file holds one object or one List",
    );
  }
  if (!hasKind(value)) {
    return refused(path, "has no kind", "keep other JSON files out with directory.exclude");
  }
  const large = inexactNumber(value);
  if (large !== undefined) return refused(path, `the number ${large} is too large to be kept exactly`);
  return { ...manifestsIn(value, path), warnings: [] };
}

function readYamlFile(path: string, text: string): ManifestFile {
  const documents = numbered(parseYaml(text), path).filter(({ document }) => !isEmpty(document));
  const isManifest = ({ document }: Numbered): boolean =>
    document.fault === undefined && hasKind(document.value);
  // A file that is nobody's manifest is left alone; half a manifest file is a mistake.
  if (!documents.some(isManifest) && !looksLikeManifests(text)) return NOTHING;
  return { ...allManifests(documents.map(readDocument)), warnings: repeatedKeyWarnings(documents) };
}

interface Numbered {
  readonly document: YamlDocument;
  readonly where: string;
}

function numbered(documents: readonly YamlDocument[], path: string): readonly Numbered[] {
  return documents.map((document, index) => {
    const place = documents.length === 1 ? path : `${path}, document ${index + 1}`;
    return { document, where: templateOf(document) ?? place };
  });
}

/** Helm names the template above each of its documents. */
function templateOf({ comment }: YamlDocument): string | undefined {
  return /^\s*Source: (\S+)$/m.exec(comment ?? "")?.[1];
}

function readDocument({ document, where }: Numbered): Manifests {
  if (document.fault !== undefined) return refused(where, `is no YAML: ${document.fault}`);
  if (!hasKind(document.value)) return refused(where, "has no kind");
  return manifestsIn(document.value, where);
}

function repeatedKeyWarnings(documents: readonly Numbered[]): readonly Problem[] {
  return documents.flatMap(({ document, where }) =>
    document.repeatedKeys.map((key) => ({
      path: where,
      reason: `the key "${key}" is given more than once in the same place; the last one counts`,
      severity: "warning" as const,
    })),
  );
}

function isEmpty({ value, fault }: YamlDocument): boolean {
  return fault === undefined && value === null;
}

function looksLikeManifests(text: string): boolean {
  return ["apiVersion:", "kind:", "metadata:"].every((word) => text.includes(word));
}

function refused(path: string, reason: string, fix?: string): ManifestFile {
  return { ...NOTHING, problems: [fix === undefined ? { path, reason } : { path, reason, fix }] };
}

function inexactNumber(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
  }
  const members = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return members.map(inexactNumber).find((found) => found !== undefined);
}
