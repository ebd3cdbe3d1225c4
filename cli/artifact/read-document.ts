import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";

/**
 * The one JSON or YAML document of a file; `-` is standard input.
 * @throws Failure when the file cannot be read or is neither.
 */
export function readDocument(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // JSON may be indented with tabs, which YAML refuses; what is no JSON may be YAML.
  }
  const documents = parseAllDocuments(text, { prettyErrors: false });
  const [fault] = [...documents].flatMap(({ errors }) => errors);
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split("\n").length;
    throw new Failure({
      what: `is neither JSON nor YAML: ${fault.message} in line ${line}`,
      where: nameOf(file),
    });
  }
  if (documents.length > 1) {
    throw new Failure({
      what: `holds ${documents.length} documents`,
      where: nameOf(file),
      next: "Give a file with one",
    });
  }
  return documents[0]?.toJS();
}

function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    const code = isObject(cause) && typeof cause["code"] === "string" ? cause["code"] : "unknown reason";
    throw new Failure({
      what: `cannot be read (${code})`,
      where: nameOf(file),
      next: "Give the path of a JSON or YAML file",
      cause,
    });
  }
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}
