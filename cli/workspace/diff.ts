import { readFileSync } from "node:fs";
import { Command } from "commander";
import { parseAllDocuments, type Tags } from "yaml";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import type { KubeObject } from "../../model/shared/kubernetes-object.js";
import {
  compareObject,
  type CompareOptions,
  type ObjectDiff,
} from "../../model/workspace/compare/compare.js";
import { isManifest } from "../../model/workspace/compare/last-applied.js";
import { maskChanges } from "../../model/workspace/compare/mask.js";
import { isError, printJson, printProblems } from "../output.js";
import { readIgnoreRules } from "./ignore-file.js";

interface DiffFlags {
  readonly live: string;
  readonly target: string;
  readonly ignore?: string;
  readonly fieldManager?: string;
}

/** `groundplan workspace diff …`. */
export function diffCommand(): Command {
  return new Command("diff")
    .summary("what differs between a manifest and the live object")
    .description(
      'Prints {"modified","changes":[{"path","live","target"}]}: what applying the target would change. Absent values ' +
        "are null, and the values of Secrets are masked. Each file holds one object as YAML or JSON; an empty live " +
        "file stands for an object that does not exist, an empty target for one that is no longer declared.",
    )
    .requiredOption(
      "--live <file>",
      "the object in the cluster, as kubectl get -o yaml prints it; - for standard input",
    )
    .requiredOption("--target <file>", "the manifest to apply; - for standard input")
    .option("--ignore <file>", "a list of ignoreDifferences rules")
    .option(
      "--field-manager <name>",
      "who applies the target: what it owns in the live object and the target lacks is a removal " +
        "(default: what client-side apply recorded)",
    )
    .action((flags: DiffFlags) => {
      const { rules, problems } =
        flags.ignore === undefined
          ? { rules: [], problems: [] }
          : readIgnoreRules(readDocument(flags.ignore), flags.ignore);
      printProblems(problems);
      if (problems.some(isError)) return;
      const { fieldManager } = flags;
      const options = { ignore: rules, ...(fieldManager !== undefined && { fieldManager }) };
      printDiff(diff(readManifest(flags.target), readManifest(flags.live), options));
    });
}

function diff(
  target: KubeObject | undefined,
  live: KubeObject | undefined,
  options: CompareOptions,
): ObjectDiff {
  if (target !== undefined) return maskChanges(target, compareObject(target, live, options));
  const [reason, severity] = [
    "there is no target: the live object would be pruned, not changed",
    "warning",
  ] as const;
  printProblems([{ path: "", reason, severity }]);
  return { modified: false, changes: [] };
}

function printDiff({ modified, changes }: ObjectDiff): void {
  printJson({
    modified,
    changes: changes.map(({ path, live = null, target = null }) => ({ path, live, target })),
  });
}

function readManifest(file: string): KubeObject | undefined {
  const document = readDocument(file);
  if (document === null || document === undefined) return undefined;
  if (isManifest(document)) return document;
  throw new Failure({
    what: "is no Kubernetes object: apiVersion, kind and metadata are needed",
    where: nameOf(file),
    next: "Give a file with one object",
  });
}

/** The one document of a file; `undefined` when the file holds none. */
function readDocument(file: string): unknown {
  const text = readText(file);
  const json = parsedJson(text);
  if (json !== undefined) return json;
  const documents = parseAllDocuments(text, { version: "1.1", customTags: asKubernetes });
  const [fault] = [...documents].flatMap(({ errors }) => errors);
  if (fault !== undefined) throw new Failure({ what: `is no YAML: ${fault.message}`, where: nameOf(file) });
  const values = [...documents]
    .map((document): unknown => document.toJS())
    .filter((value) => value !== null && value !== undefined);
  if (values.length > 1) {
    throw new Failure({
      what: `holds ${values.length} documents`,
      where: nameOf(file),
      next: "Give a file with one",
    });
  }
  return values[0];
}

/** JSON may be indented with tabs, which YAML refuses. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const NOT_IN_KUBERNETES = ["binary", "omap", "pairs", "set", "timestamp"];

/** Kubernetes reads YAML 1.1 (0644 is octal, yes is true), with dates as text. */
function asKubernetes(tags: Tags): Tags {
  return tags.filter((tag) => {
    const name = typeof tag === "string" ? tag : tag.tag.replace("tag:yaml.org,2002:", "");
    const isSexagesimal = typeof tag !== "string" && tag.format === "TIME";
    return !NOT_IN_KUBERNETES.includes(name) && !isSexagesimal;
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    const code = isObject(cause) && typeof cause.code === "string" ? cause.code : "unknown reason";
    throw new Failure({
      what: `cannot be read (${code})`,
      where: nameOf(file),
      next: "Give the path of a YAML or JSON file",
      cause,
    });
  }
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}
