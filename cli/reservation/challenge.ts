import { Command, Option } from "commander";
import { SIGN_ACTIONS, type SignAction } from "../../model/reservation/sign/challenge.js";
import { challengeOfWire } from "../../model/reservation/sign/challenge-of-wire.js";
import { signHex } from "../../model/reservation/sign/signature.js";
import { isError, printJson, printProblems } from "../output.js";
import { readJson, readSeed, userId } from "./inputs.js";

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
        "challenge, reservations the challenge itself. A reservation without json, or its data alone, is taken in its " +
        "canonical form.",
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
