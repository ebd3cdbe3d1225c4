import { parseAllDocuments, stringify, type Document } from "yaml";
import type { JsonValue } from "../../../shared/json.js";
import { kubernetesTags } from "./tags.js";
import { NoJson, toJson } from "./to-json.js";

/** One document of a YAML text. */
export interface YamlDocument {
  /** Null for an empty one, and for one with a fault. */
  readonly value: JsonValue;
  /** Why it cannot be read. */
  readonly fault?: string;
  /** Keys that are given more than once; the last value counts. */
  readonly repeatedKeys: readonly string[];
  /** The comment between its `---` and its content, without `#`. */
  readonly comment?: string;
}

const DIALECT = { version: "1.1", schema: "yaml-1.1", customTags: kubernetesTags } as const;

/** The documents of a YAML text as Kubernetes reads it, which is neither YAML 1.1 nor 1.2 to the letter. */
export function parseYaml(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, {
    ...DIALECT,
    intAsBigInt: true,
    uniqueKeys: false,
    logLevel: "error",
  });
  return [...documents].map(readDocument);
}

/** YAML that both Kubernetes' reader and those of YAML 1.2 read as the same value. */
export function printYaml(value: unknown): string {
  return stringify(value, { ...DIALECT, aliasDuplicateObjects: false, lineWidth: 0 });
}

function readDocument(document: Document.Parsed): YamlDocument {
  const [fault] = document.errors;
  if (fault !== undefined) return { value: null, fault: firstLine(fault.message), repeatedKeys: [] };
  if (document.directives.yaml.version !== "1.1") {
    return {
      value: null,
      fault: "the directive %YAML asks for a version that Kubernetes does not read",
      repeatedKeys: [],
    };
  }
  const comment = document.commentBefore ?? document.contents?.commentBefore;
  try {
    const json = toJson(document.contents);
    return { ...json, ...(typeof comment === "string" ? { comment } : {}) };
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    return { value: null, fault: error.message, repeatedKeys: [] };
  }
}

/** The lines after it repeat the text, which may be a secret. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/:$/, "");
}
