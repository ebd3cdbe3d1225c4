import { z } from "zod";

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** The longest name, in characters. */
const LONGEST = 253;

/** What is wrong with a name of the DNS, as the end of a sentence; it has one label or more and no final dot. */
export function domainNameFault(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (name.length > LONGEST) return `must have at most ${LONGEST} characters and has ${name.length}`;
  return name.split(".").every((label) => LABEL.test(label))
    ? undefined
    : "must consist of letters, digits, dashes and single dots, and not end with a dot";
}

/** A name of the DNS in its one form, lower case. */
export const domainName = z
  .string()
  .toLowerCase()
  .check((context) => {
    const fault = domainNameFault(context.value);
    if (fault !== undefined) context.issues.push({ code: "custom", input: context.value, message: fault });
  });
