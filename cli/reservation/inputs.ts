import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { readSeedFile, type Identity } from "../../model/reservation/crypto/seed-file.js";
import { isInt64Text } from "../../model/reservation/scalars/int64.js";
import { Failure } from "../../model/shared/errors.js";

/** Reads the id of a user on the command line. */
export function userId(text: string): string {
  if (isInt64Text(text) && BigInt(text) > 0n) return text;
  throw new InvalidArgumentError("It must be a user's id: decimal digits.");
}

/**
 * The seed in a file.
 * @throws Failure that never repeats what is in the file.
 */
export function readSeed(file: string): Identity {
  const seed = readSeedFile(readBytes(file, "Give the path of a seed file"));
  if (seed.ok) return seed;
  throw new Failure({
    what: `the seed file ${seed.reason}`,
    where: file,
    next: "Keep the seed in a file of its own that only you can read",
  });
}

/**
 * The JSON value in a file; `-` is standard input.
 * @param next What to do when the file cannot be read or is no JSON.
 */
export function readJson(file: string, next = "Give a workload or reservation"): unknown {
  const text = readBytes(file, "Give the path of a JSON file").toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure({ what: "is no JSON", where: file, next, cause });
  }
}

/**
 * The bytes of a file; `-` is standard input.
 * @param next What to do when it cannot be read.
 */
export function readBytes(file: string, next: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (cause) {
    throw new Failure({ what: "cannot be read", where: file, next, cause });
  }
}
