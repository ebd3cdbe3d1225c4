import path from "node:path";
import { Command } from "commander";
import {
  publicKeyOfSigner,
  signatureFileText,
  signaturePath,
  signSubject,
} from "../../../model/reservation/sign/signature-file.js";
import { requestOf, type SigningSubject } from "../../../model/reservation/sign/subject.js";
import { Failure } from "../../../model/shared/errors.js";
import { isError, printJson, printProblems } from "../../output.js";
import { readSeed, userId } from "../inputs.js";
import { contentOption, now, SIGNATURES_FOLDER } from "./arguments.js";
import { readRequest } from "./read-request.js";
import { subjectProblems } from "./subject-problems.js";
import { writeNewFile } from "./write-file.js";

interface AddOptions {
  readonly tid: string;
  readonly seedFile: string;
  readonly content?: string;
  readonly dir: string;
}

/** `groundplan reservation sign add`. */
export function addCommand(): Command {
  return new Command("add")
    .summary("sign a request")
    .description(
      "Computes a request anew from the content in the checkout, signs it twice (upstream's challenge and the " +
        "envelope) and writes <dir>/<name>/<action>/<tid>.json. Refuses a request that is not what its content " +
        "gives, that has ended or can never be met, a signer who is not asked, and a second signature. Look at the " +
        "request first: npx groundplan reservation sign show.",
    )
    .argument("<request>", "the request's file")
    .requiredOption("--tid <id>", "who signs", userId)
    .requiredOption(
      "--seed-file <file>",
      "32 bytes as hexadecimal digits, or a seed file of version 1.0.0 or 1.1.0",
    )
    .addOption(contentOption())
    .option("--dir <folder>", "where signatures are", SIGNATURES_FOLDER)
    .action((file: string, { tid, seedFile, content, dir }: AddOptions) => {
      const { subject, problems } = readRequest(file, content);
      printProblems(problems);
      if (subject === undefined) return;
      const epoch = now();
      const faults = subjectProblems(subject, epoch);
      printProblems(faults);
      if (faults.some(isError)) return;
      const place = path.normalize(signaturePath(subject.name, subject.action, tid, dir));
      refuseUnlessAsked(subject, tid, epoch);
      const { seed } = ownSeed(seedFile, tid);
      const signature = signSubject(subject, { seed, tid }, epoch);
      writeNewFile(place, signatureFileText(signature), {
        what: `signer ${tid} has signed already`,
        next: "Remove the file to sign again, as after a change of content or of keys",
      });
      const { sha256, envelopeSha256 } = signature;
      printJson({ file: place, tid, publicKey: publicKeyOfSigner(seed), epoch, sha256, envelopeSha256 });
    });
}

function refuseUnlessAsked(subject: SigningSubject, tid: string, epoch: number): void {
  const { signers } = requestOf(subject.object, subject.action);
  if (!signers.includes(tid)) {
    throw new Failure({
      what: `signer ${tid} is not among those asked (${signers.join(", ")})`,
      where: "--tid",
    });
  }
  if (subject.expires !== 0 && subject.expires <= epoch) {
    throw new Failure({
      what: `the request ended at ${subject.expires}`,
      where: subject.name,
      next: "Make a new one with npx groundplan reservation sign request",
    });
  }
}

function ownSeed(seedFile: string, tid: string): { readonly seed: Uint8Array } {
  const identity = readSeed(seedFile);
  if (identity.tid === undefined || identity.tid === tid) return identity;
  throw new Failure({
    what: `is the seed of ${identity.tid} and not of ${tid}`,
    where: seedFile,
    next: "Give the seed file of the signer",
  });
}
