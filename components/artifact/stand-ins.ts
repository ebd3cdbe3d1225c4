import * as pulumi from "@pulumi/pulumi";
import { isObject, type JsonValue } from "../../model/shared/json.js";

/** JSON of which any part may be an output of another resource. */
export type JsonInput =
  pulumi.Input<JsonValue> | readonly JsonInput[] | { readonly [key: string]: JsonInput | undefined };

/**
 * Texts that stand for outputs, so that what holds them can be checked before they are known. Each looks like an image
 * reference, for images are what comes late most often.
 */
export class StandIns {
  readonly #outputs = new Map<string, pulumi.Output<string>>();

  /** The text, or a stand-in for it. */
  text(text: pulumi.Input<string>): string {
    return typeof text === "string" ? text : this.#standFor(pulumi.output(text));
  }

  /** The value with a stand-in for each output in it. */
  plain(value: unknown): unknown {
    if (pulumi.Output.isInstance(value) || value instanceof Promise)
      return this.#standFor(pulumi.output(value));
    if (Array.isArray(value)) return value.map((element: unknown) => this.plain(element));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.plain(member)]));
  }

  /**
   * The text with values in place of stand-ins; itself when it holds none.
   *
   * @param escape makes a value fit the text
   */
  filled(text: string, escape: (value: string) => string = asItIs): pulumi.Input<string> {
    const held = this.#held(text);
    if (held.length === 0) return text;
    return pulumi
      .all(held.map(([, output]) => output))
      .apply((values) =>
        held.reduce(
          (whole, [standIn], index) => whole.replaceAll(standIn, () => escape(values[index] ?? "")),
          text,
        ),
      );
  }

  /** The value with outputs in place of the texts that hold stand-ins. */
  filledIn(value: unknown): unknown {
    if (typeof value === "string") return this.filled(value);
    if (Array.isArray(value)) return value.map((element: unknown) => this.filledIn(element));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.filledIn(member)]));
  }

  #held(text: string): readonly (readonly [string, pulumi.Output<string>])[] {
    return [...this.#outputs].filter(([standIn]) => text.includes(standIn));
  }

  #standFor(output: pulumi.Output<unknown>): string {
    const standIn = `groundplan.invalid/output:${this.#outputs.size}-end`;
    this.#outputs.set(standIn, output.apply(String));
    return standIn;
  }
}

/** Makes a text fit between the quotes of a JSON text. */
export function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function asItIs(text: string): string {
  return text;
}
