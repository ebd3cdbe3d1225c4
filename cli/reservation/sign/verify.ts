import { Command } from "commander";
import { quorumReport } from "../../../model/reservation/sign/quorum-report.js";
import { isError, printJson, printProblems } from "../../output.js";
import { contentOption, now, seconds, SIGNATURES_FOLDER } from "./arguments.js";
import { readKeyring } from "./keyring.js";
import { readRequest } from "./read-request.js";
import { readSignatures } from "./signature-files.js";

interface VerifyOptions {
  readonly keys: string;
  readonly content?: string;
  readonly dir: string;
  readonly at?: number;
}

/** `groundplan reservation sign verify`. */
export function verifyCommand(): Command {
  return new Command("verify")
    .summary("count the good signatures of a request")
    .description(
      "Computes a request anew from the content in the checkout, checks both signatures of every file in " +
        "<dir>/<name>/<action> and prints how far the request is and why signatures do not count, as one JSON object. " +
        "Ends with 0 at quorum and with 1 below it.",
    )
    .argument("<request>", "the request's file")
    .requiredOption(
      "--keys <keyring>",
      "YAML or JSON: public keys (64 hexadecimal digits) by the ids of their users",
    )
    .addOption(contentOption())
    .option("--dir <folder>", "where signatures are", SIGNATURES_FOLDER)
    .option("--at <time>", "judge expiry at this time; default: now", seconds)
    .action((file: string, { keys, content, dir, at = now() }: VerifyOptions) => {
      const { keyring, problems: keyProblems } = readKeyring(keys);
      printProblems(keyProblems);
      const { subject, problems } = readRequest(file, content);
      printProblems(problems);
      if (subject === undefined || keyProblems.some(isError)) return;
      const { signatures, problems: fileProblems } = readSignatures(subject, dir);
      const { reached, ...report } = quorumReport(subject, signatures, keyring, at);
      const good = reached && !report.expired;
      const { name, stack, action } = subject;
      printJson({ name, stack, action, reached: good, ...report });
      printProblems([
        ...fileProblems,
        ...report.refused.map(({ text }) => ({ path: "", reason: text, severity: "warning" as const })),
        ...(good ? [] : [{ path: name, reason: `${report.summary} (${action})` }]),
      ]);
    });
}
