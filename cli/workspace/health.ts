import { readFileSync } from "node:fs";
import { Command } from "commander";
import { parseAllDocuments } from "yaml";
import { isObject } from "../../model/shared/json.js";
import type { KubeObject } from "../../model/shared/kubernetes-object.js";
import type { Problem } from "../../model/shared/problem.js";
import { healthOf } from "../../model/workspace/health/health-of.js";
import { isError, printProblems } from "../output.js";

/** `groundplan workspace health …`. */
export function healthCommand(): Command {
  return new Command("health")
    .summary("the health of live objects")
    .description(
      'Prints one line for each object, in the order of the files: {"status","message"}, where the status is null for ' +
        "kinds without a rule. The files hold objects as `kubectl get -o yaml` or `-o json` prints them: documents, " +
        "and lists, whose items are taken one by one.",
    )
    .argument("<file...>", "paths, or - for standard input")
    .action((files: readonly string[]) => {
      const read = files.map(objectsIn);
      const problems = read.flatMap((file) => file.problems);
      printProblems(problems);
      if (problems.some(isError)) return;
      for (const object of read.flatMap((file) => file.objects)) {
        const health = healthOf(object) ?? { status: null, message: "" };
        process.stdout.write(`${JSON.stringify({ status: health.status, message: health.message })}\n`);
      }
    });
}

interface FileContent {
  readonly objects: readonly KubeObject[];
  readonly problems: readonly Problem[];
}

function objectsIn(file: string): FileContent {
  const where = file === "-" ? "standard input" : file;
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    const code = isObject(cause) && typeof cause["code"] === "string" ? cause["code"] : "unknown reason";
    const reason = `cannot be read (${code})`;
    return { objects: [], problems: [{ path: where, reason, fix: "give the path of a YAML or JSON file" }] };
  }
  const documents = parsedDocuments(text, where);
  const items = documents.values.flatMap(({ path, value }) => expanded(path, value));
  const problems = [
    ...documents.problems,
    ...items
      .filter(({ value }) => !isKubeObject(value))
      .map(({ path }) => ({
        path,
        reason: "is no Kubernetes object: apiVersion, kind and metadata are needed",
      })),
  ];
  const isEmpty = items.length === 0 && problems.length === 0;
  return {
    objects: items.flatMap(({ value }) => (isKubeObject(value) ? [value] : [])),
    problems: isEmpty ? [{ path: where, reason: "holds no object", severity: "warning" }] : problems,
  };
}

interface Found {
  /** File, document and place in its lists. */
  readonly path: string;
  readonly value: unknown;
}

function parsedDocuments(text: string, where: string): { values: Found[]; problems: Problem[] } {
  const json = parsedJson(text);
  if (json !== undefined) return { values: [{ path: where, value: json }], problems: [] };

  const values: Found[] = [];
  const problems: Problem[] = [];
  const documents = parseAllDocuments(text);
  for (const [index, document] of [...documents].entries()) {
    const path = documents.length === 1 ? where : `${where}, document ${index + 1}`;
    const [fault] = document.errors;
    if (fault !== undefined) {
      problems.push({ path, reason: `is no YAML: ${fault.message}` });
      continue;
    }
    const value: unknown = document.toJS();
    // What is between two separators may be empty, or a comment.
    if (value !== null && value !== undefined) values.push({ path, value });
  }
  return { values, problems };
}

/** Large answers of the API server are JSON, which the YAML parser reads far more slowly. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The items of a list, of lists in it, too; items of a typed list get the kind that the API server leaves out. */
function expanded(path: string, value: unknown): Found[] {
  const { kind, apiVersion, items } = isObject(value) ? value : {};
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) return [{ path, value }];
  const implied = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
  return items.flatMap((item: unknown, index) =>
    expanded(`${path}: items[${index}]`, isObject(item) ? { ...implied, ...item } : item),
  );
}

function isKubeObject(value: unknown): value is KubeObject {
  return (
    isObject(value) &&
    typeof value["apiVersion"] === "string" &&
    typeof value["kind"] === "string" &&
    isObject(value["metadata"])
  );
}
