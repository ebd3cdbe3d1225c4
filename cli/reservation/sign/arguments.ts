import { InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { SIGNED_NAME } from "../../../model/reservation/sign/request-file.js";

/** Where requests and signatures are when nothing else is said: below the working folder. */
export const SIGNATURES_FOLDER = "signatures";

/** Reads a time on the command line as unix seconds. */
export function seconds(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return Math.floor(Date.parse(text) / 1000);
  throw new InvalidArgumentError("It must be unix seconds, or a time such as 2026-11-21T12:00:00Z.");
}

/** Reads the name of an object, which is the name of a folder, too. */
export function objectName(text: string): string {
  if (SIGNED_NAME.test(text)) return text;
  throw new InvalidArgumentError("It must be letters, digits, dots, dashes and underscores.");
}

/** Reads the full name of a stack. */
export function stackName(text: string): string {
  if (/^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(text)) return text;
  throw new InvalidArgumentError("It must be <installation>/<project>/<stack>.");
}

/** Reads who keeps the object. */
export function backendName(text: string): string {
  if (text === "ledger" || /^https?:\/\/[^\s]+$/.test(text)) return text;
  throw new InvalidArgumentError("It must be ledger, or the address of an explorer.");
}

/** `--content`: the object as it stands in the checkout. */
export function contentOption(): Option {
  return new Option(
    "--content <file>",
    "the object in this checkout, which must be what the request has; default: what the request has",
  );
}

/** Now, in unix seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
