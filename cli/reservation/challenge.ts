import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { readSeedFile, type Identity } from "../../model/reservation/crypto/seed-file.js";
import { isInt64Text } from "../../model/reservation/scalars/int64.js";
import { SIGN_ACTIONS, type SignAction } from "../../model/reservation/sign/challenge.js";
import { challengeOfWire } from "../../model/reservation/sign/challenge-of-wire.js";
import { signHex } from "../../model/reservation/sign/signature.js";
import { Failure } from "../../model/shared/errors.js";
import { isError, printJson, printProblems } from "../output.js";

interface ChallengeOptions {
  readonly action: SignAction;
  readonly tid?: string;
  readonly seedFile?: string;
}

/** `groundplan reservation challenge`. */
export function challengeCommand(): Command {
  return new Command("challenge")
    .summary("what is signed for a workload or reservation")
    .description(
      "Prints the challenge of one workload (pool form, with workload_type) or of one reservation document (classic " +
        "form), its SHA-256 and, with a seed, the signature, as one JSON object. Workloads sign the SHA-256 of the " +
        "challenge, reservations the challenge itself.",
    )
    .argument("<file>", "JSON file, or - for standard input")
    .addOption(
      new Option("--action <action>", "what the signature says").choices(SIGN_ACTIONS).default("customer"),
    )
    .option("--tid <id>", "who signs; default: the seed file's user, or the customer", userId)
    .option("--seed-file <file>", "32 bytes as hexadecimal digits, or a seed file of version 1.0.0 or 1.1.0")
    .action((file: string, { action, tid, seedFile }: ChallengeOptions) => {
      const signer = seedFile === undefined ? undefined : readSeed(seedFile);
      const { challenge, problems } = challengeOfWire(readJson(file), action, tid ?? signer?.tid);
      printProblems(problems);
      if (challenge === undefined || problems.some(isError)) return;
      printJson({
        challenge: challenge.text,
        sha256: challenge.sha256,
        ...(signer === undefined ? {} : { signature: signHex(challenge.message, signer.seed) }),
      });
    });
}

function userId(text: string): string {
  if (isInt64Text(text) && BigInt(text) > 0n) return text;
  throw new InvalidArgumentError("It must be a user's id: decimal digits.");
}

function readSeed(file: string): Identity {
  const seed = readSeedFile(read(file, "Give the path of a seed file"));
  if (seed.ok) return seed;
  throw new Failure({
    what: `the seed file ${seed.reason}`,
    where: file,
    next: "Keep the seed in a file of its own that only you can read",
  });
}

function readJson(file: string): unknown {
  const text = read(file, "Give the path of a JSON file").toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure({ what: "is no JSON", where: file, next: "Give a workload or reservation", cause });
  }
}

function read(file: string, next: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (cause) {
    throw new Failure({ what: "cannot be read", where: file, next, cause });
  }
}
