import { Command } from "commander";
import {
  contentDiff,
  contentLines,
  formatContentLine,
  type ContentLine,
} from "../../../model/reservation/sign/content-diff.js";
import { envelopeDigest } from "../../../model/reservation/sign/envelope.js";
import { requestFileOf } from "../../../model/reservation/sign/request-file.js";
import { challengeOf, type SigningSubject } from "../../../model/reservation/sign/subject.js";
import type { Problem } from "../../../model/shared/problem.js";
import { isError, printJson, printProblems } from "../../output.js";
import { readJson } from "../inputs.js";
import { contentOption } from "./arguments.js";
import { readRequest } from "./read-request.js";
import { signedObject } from "./signed-object.js";
import { subjectProblems } from "./subject-problems.js";

interface ShowOptions {
  readonly deployed?: string;
  readonly content?: string;
}

/** `groundplan reservation sign show`. */
export function showCommand(): Command {
  return new Command("show")
    .summary("what a request asks to sign")
    .description(
      "Computes a request anew from its content and prints, as one JSON object: who must sign and how many, every " +
        "value (notCovered: those that upstream's signature does not cover; the envelope covers all), each signer's " +
        "digests, and what differs from a deployed object. For delete, a deployed object that differs is an error.",
    )
    .argument("<request>", "the request's file")
    .option("--deployed <file>", "the object as it is stored, as JSON, to compare with")
    .addOption(contentOption())
    .action((file: string, { deployed, content }: ShowOptions) => {
      const { subject, problems } = readRequest(file, content);
      printProblems(problems);
      if (subject === undefined) return;
      printProblems(subjectProblems(subject));
      const changes = deployed === undefined ? {} : changesFrom(subject, deployed);
      if (changes !== undefined) printJson({ ...overview(subject), ...changes });
    });
}

function overview(subject: SigningSubject) {
  const {
    name,
    stack,
    backend,
    action,
    kind,
    id,
    customer,
    request,
    epoch,
    expires,
    challenge,
    contentSha256,
  } = requestFileOf(subject);
  const lines = contentLines(subject.object);
  const covered = (line: ContentLine): boolean => line.signed || isSignedId(subject, line);
  return {
    ...{ name, stack, backend, action, kind, id, customer, epoch, expires },
    quorumMin: request.quorumMin,
    signers: request.signers.map((tid) => ({
      tid,
      sha256: challengeOf(subject, tid).sha256,
      envelopeSha256: envelopeDigest(subject, tid),
    })),
    covered: valuesOf(lines.filter(covered)),
    notCovered: valuesOf(lines.filter((line) => !covered(line))),
    challenge,
    contentSha256,
  };
}

/** Whoever agrees to a reservation signs its id, too; its customer does not. */
function isSignedId({ object, action }: SigningSubject, { path }: ContentLine): boolean {
  return object.kind === "reservation" && action !== "customer" && path === "id";
}

function valuesOf(lines: readonly ContentLine[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(lines.map(({ path, declared = "null" }) => [path, JSON.parse(declared)]));
}

/** What differs from the deployed object, for people; undefined when that cannot be read. */
function changesFrom(
  subject: SigningSubject,
  file: string,
): { readonly changes: readonly string[] } | undefined {
  const { object, problems } = signedObject(readJson(file), undefined);
  printProblems(problems);
  if (object === undefined || problems.some(isError)) return undefined;
  const lines = contentDiff(subject.object, object);
  if (subject.action === "delete") printProblems(lines.map(({ path }) => changedSince(path)));
  return { changes: lines.map(formatContentLine) };
}

function changedSince(path: string): Problem {
  return {
    path,
    reason: "is not what is stored; what is deleted is signed as it is stored",
    fix: "make the request anew from the stored object",
  };
}
