import type { JsonValue } from "../../shared/json.js";
import type { PropertyPath } from "../../shared/property-path.js";

/** What a parameter of a managed resource may be. */
export type ParameterValue = string | number | boolean;

/** A value with its parameters filled in, and what is wrong with them. */
export interface Substituted {
  readonly value: JsonValue;
  /** Paths are inside the value. */
  readonly problems: readonly { readonly path: PropertyPath; readonly reason: string }[];
}

const PARAMETER = /\$\(params\.([^)]*)\)/g;

/**
 * Puts parameters in place of `$(params.<name>)` in every text, keys left alone. A text that is nothing but one
 * parameter takes its value as it is, so that a number stays a number.
 */
export function substituteParameters(
  value: JsonValue,
  parameters: Readonly<Record<string, ParameterValue>>,
): Substituted {
  const problems: { path: PropertyPath; reason: string }[] = [];

  const parameter = (name: string, path: PropertyPath): ParameterValue => {
    const found = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (found !== undefined) return found;
    const declared = Object.keys(parameters).join(", ");
    const known = declared === "" ? "there are none" : `there are: ${declared}`;
    problems.push({
      path,
      reason: `$(params.${name}) is no parameter of the resource; ${known}`,
    });
    return "";
  };

  const walk = (member: JsonValue, path: PropertyPath): JsonValue => {
    if (typeof member === "string") {
      const [, whole] = /^\$\(params\.([^)]*)\)$/.exec(member) ?? [];
      if (whole !== undefined) return parameter(whole, path);
      return member.replace(PARAMETER, (_text, name: string) => String(parameter(name, path)));
    }
    if (isList(member)) return member.map((element, index) => walk(element, [...path, index]));
    if (typeof member !== "object" || member === null) return member;
    return Object.fromEntries(
      Object.entries(member).map(([key, inner]) => [
        key,
        inner === undefined ? undefined : walk(inner, [...path, key]),
      ]),
    );
  };

  return { value: walk(value, []), problems };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
