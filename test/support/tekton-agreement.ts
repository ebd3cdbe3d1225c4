import { tektonProblems } from "../../model/artifact/request/validate.js";
import { tektonObjects } from "../../model/artifact/tekton/tekton-objects.js";
import type { JsonValue } from "../../model/shared/json.js";
import type { TektonOracle } from "./tekton-oracle.js";

/** What Tekton's webhook and our own rules say of one request. */
export interface Comparison {
  /** The webhook's words about each object that it refuses, after the object's kind. */
  readonly refusals: readonly string[];
  /** Our problems, as `path: reason`. */
  readonly problems: readonly string[];
  /** How the two differ; undefined when they agree. */
  readonly disagreement?: string;
}

/** Asks both about a request: they agree when the verdict is the same and our problem names the webhook's field. */
export async function compare(oracle: TektonOracle, request: JsonValue): Promise<Comparison> {
  const refusals: string[] = [];
  for (const object of tektonObjects(request)) {
    const verdict = await oracle.judge(object);
    if (!verdict.allowed) refusals.push(`${object.kind}: ${verdict.message}`);
  }
  const found = tektonProblems(request).filter(({ severity }) => severity !== "warning");
  const problems = found.map(({ path, reason }) => `${path}: ${reason}`);
  const paths = found.map(({ path }) => path);
  const disagreement = difference(refusals, paths, request);
  return { refusals, problems, ...(disagreement !== undefined && { disagreement }) };
}

/**
 * How two judgements of a request differ; undefined when they agree.
 *
 * @param refusals the webhook's words
 * @param paths where our problems are
 */
export function difference(
  refusals: readonly string[],
  paths: readonly string[],
  request: JsonValue,
): string | undefined {
  if (refusals.length === 0 && paths.length > 0) return "the webhook lets it pass, we do not";
  if (refusals.length > 0 && paths.length === 0) return "the webhook refuses it, we do not";
  const theirs = refusals.flatMap(fieldsIn);
  const ours = paths.map((path) => fieldsOf(path, request));
  const isNamed = theirs.length === 0 || theirs.some((field) => ours.some((other) => isWithin(field, other)));
  return isNamed ? undefined : "our problems name other fields than the webhook";
}

/** Words of a path that say which field is meant. */
type Field = readonly string[];

/** How Tekton's objects call places that requests call otherwise, or not at all, Go's names of types among them. */
const IN_BETWEEN =
  /^(spec|pipelineSpec|taskSpec|taskRunTemplate|properties|valueFrom|[A-Z]\w*(Spec|Source|Template|Reference|Handler))?$|^\*$/;

/** What requests may write instead of Tekton's words. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["paramValues", "params"],
  ["computeResource", "computeResources"],
  ["sercretKeyRef", "secretKeyRef"],
  ["mem", "memory"],
]);

/** What the webhook says of places, and what it means by it. */
const UNCLEAR: readonly (readonly [RegExp, string])[] = [
  [/\.(finally|tasks)\.params\b/, ".params"],
  [/(?:\.steps\[\d+\])+(\.steps\[\d+\])/, "$1"],
  [/\.volumeMount\[/, ".volumeMounts["],
  [/\.default\.type$/, ".default"],
  [/(\.results\[\d+\])\.[^.]+\.type$/, "$1"],
];

/** The fields that the webhook names: at the end of a line, or as what cannot be decoded. */
function fieldsIn(refusal: string): readonly Field[] {
  const unknown = /unknown field "([^"]+)"/.exec(refusal)?.[1];
  if (unknown !== undefined) return [wordsOf(unknown)];
  const undecodable = /Go struct field \w+\.(\S+) of type/.exec(refusal)?.[1];
  if (undecodable !== undefined) return [placeOf(undecodable)];
  return refusal.split("\n").flatMap((line) => {
    const places = /: ((?:(?:spec|metadata)[^\s,]*(?:, )?)+)$/.exec(line)?.[1] ?? "";
    // Of several fields of which there must be one, what holds them is at fault.
    const depth = line.includes("expected exactly one") ? -1 : undefined;
    return places
      .split(", ")
      .map((place) => placeOf(place).slice(0, depth))
      .filter((words) => words.length > 0);
  });
}

function placeOf(path: string): Field {
  const clear = UNCLEAR.reduce((text, [said, meant]) => text.replace(said, meant), path);
  return wordsOf(clear).filter((word) => !IN_BETWEEN.test(word));
}

function wordsOf(path: string): Field {
  return path
    .replaceAll(/\[([^\]]*)\]/g, ".$1")
    .split(".")
    .map((word) => SPELLINGS.get(word) ?? word);
}

/**
 * Our path's words. The webhook often tells the name of a list's element instead of its number, so both are among
 * them; a text that stands for a list is its first element.
 */
function fieldsOf(path: string, request: JsonValue): Field {
  let place: unknown = request;
  const words = path
    .replaceAll(/\[([^\]]*)\]/g, ".$1")
    .split(".")
    .flatMap((word) => {
      place = (place as Readonly<Record<string, unknown>> | undefined | null)?.[word];
      const name = (place as Readonly<Record<string, unknown>> | undefined | null)?.["name"];
      const named = typeof name === "string" ? [name] : [];
      // What is wrong in the template is told of the steps.
      return [...wordsOf(word), ...named, ...(word === "stepTemplate" ? ["steps", "0", "1"] : [])];
    });
  return typeof place === "string" ? [...words, "0"] : words;
}

/** Whether the other field is the same place or one inside it: all words occur there. Their order is not kept by all. */
function isWithin(field: Field, other: Field): boolean {
  const left = other.map((word) => word.toLowerCase());
  return field.every((word) => {
    const index = left.indexOf(word.toLowerCase());
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}
