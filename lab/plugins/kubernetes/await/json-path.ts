import { isObject } from "../../../../model/shared/json.js";
import { Failure } from "../../../../model/shared/errors.js";

type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "all" }
  | { readonly kind: "filter"; readonly member: readonly Step[]; readonly equals: string };

/** Finds all values that a path leads to. */
export type JsonPath = (value: unknown) => readonly unknown[];

const TOKEN =
  /\.?\[\?\(@((?:\.[\w-]+)+)\s*==\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\)\]|\.?\[(?:'([^']*)'|"([^"]*)"|(-?\d+)|(\*))\]|\.(?:([\w\-/]+(?:\\\.[\w\-/]+)*)|(\*))/y;

/**
 * The paths that waits are written in, in the syntax of kubectl (without braces): members (`.status.phase`, a dot
 * in a name written `\.`, or `['a.b']`), elements (`[0]`, from the end with `-1`), all of them (`[*]`) and those
 * with a member of some value (`[?(@.type=="Ready")]`).
 * @throws Failure that shows where the text is not understood.
 */
export function parseJsonPath(text: string): JsonPath {
  const steps = parseSteps(text);
  return (value) => follow([value], steps);
}

function parseSteps(text: string): Step[] {
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) {
      throw new Failure({
        what: `the JSON path ${text} is not understood from "${text.slice(from)}" on`,
        next: 'Use members, [index], [*] and [?(@.member=="value")]',
      });
    }
    steps.push(stepOf(found));
  }
  return steps;
}

function stepOf(found: RegExpExecArray): Step {
  const [, member, double, single, bare, quoted, doubleQuoted, index, all, name] = found;
  if (member !== undefined) {
    const resume = TOKEN.lastIndex;
    const steps = parseSteps(member);
    TOKEN.lastIndex = resume;
    return { kind: "filter", member: steps, equals: double ?? single ?? bare ?? "" };
  }
  if (index !== undefined) return { kind: "index", index: Number(index) };
  const key = quoted ?? doubleQuoted ?? name?.replaceAll("\\.", ".");
  if (all !== undefined || key === undefined) return { kind: "all" };
  return { kind: "member", name: key };
}

function follow(values: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (current, step) => current.flatMap((value) => take(value, step)),
    values,
  );
}

function take(value: unknown, step: Step): readonly unknown[] {
  switch (step.kind) {
    case "member":
      return isObject(value) && value[step.name] !== undefined ? [value[step.name]] : [];
    case "index":
      return Array.isArray(value)
        ? value.slice(step.index, step.index === -1 ? undefined : step.index + 1)
        : [];
    case "all":
      return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    case "filter":
      return take(value, { kind: "all" }).filter((element) =>
        follow([element], step.member).some((found) => String(found) === step.equals),
      );
  }
}
