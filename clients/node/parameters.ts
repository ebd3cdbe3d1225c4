import type { JsonObject, JsonValue } from "../../model/shared/json.js";
import { NodeError } from "./errors.js";
import { quoted } from "./shell-words.js";

/** What a variable of a script may be called; those of `scripts/lib.sh.ts` begin with `gp_`. */
const NAME = /^(?!gp_)[a-z][a-z0-9_]*$/;

/**
 * The parameters of a script as assignments of shell variables, one for each key. A text, a number and a boolean is
 * its own text, `null` and an absent value the empty text. A list becomes quoted words, an object quoted pairs of key
 * and value, for `eval "set -- $list"`; what is inside is encoded in the same way.
 *
 * @throws NodeError Invalid for a key that is no name, and for texts that no shell can hold
 */
export function assignments(parameters: JsonObject, where: string): string {
  return Object.entries(parameters)
    .map(([name, value]) => {
      if (!NAME.test(name)) {
        throw invalid(where, `${JSON.stringify(name)} cannot be the name of a script's parameter`);
      }
      return `${name}=${quoted(encoded(value, name, where))}\n`;
    })
    .join("");
}

function encoded(value: JsonValue | undefined, path: string, where: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return checked(value, path, where);
  if (typeof value !== "object") return String(value);
  if (isList(value)) {
    return value.map((element, index) => quoted(encoded(element, `${path}[${index}]`, where))).join(" ");
  }
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => {
      const inner = encoded(member, `${path}.${key}`, where);
      return `${quoted(checked(key, path, where))} ${quoted(inner)}`;
    })
    .join(" ");
}

/** A shell's variables hold any bytes but 0, and lone surrogates have no bytes. */
function checked(text: string, path: string, where: string): string {
  if (text.includes("\0")) throw invalid(where, `the parameter ${path} holds a NUL character`);
  if (/\p{Surrogate}/u.test(text)) throw invalid(where, `the parameter ${path} is not valid Unicode`);
  return text;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function invalid(where: string, what: string): NodeError {
  return new NodeError("Invalid", { what, where, next: "Correct the value" });
}
