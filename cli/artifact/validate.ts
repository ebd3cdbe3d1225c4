import { Command } from "commander";
import { validateRequest } from "../../model/artifact/request/validate.js";
import { printJson, printProblems } from "../output.js";
import { readDocument } from "./read-document.js";

/** `groundplan artifact validate …`. */
export function validateCommand(): Command {
  return new Command("validate")
    .summary("find every fault of an artifact request")
    .description(
      "Prints the problems of a request as a JSON list of {path, reason, fix, severity, source}: an empty list when " +
        "there are none. The source tells whose rule it is: tekton, whose admission would refuse what the request " +
        "becomes, or groundplan. Needs no cluster.",
    )
    .argument("<file>", "the request as JSON or YAML; - reads standard input")
    .option("--allow-entrypoint-lookup", "let steps have neither script nor command")
    .action((file: string, { allowEntrypointLookup }: { readonly allowEntrypointLookup?: boolean }) => {
      const options = allowEntrypointLookup === undefined ? {} : { allowEntrypointLookup };
      const { problems } = validateRequest(readDocument(file), options);
      printJson(problems.map((problem) => ({ severity: "error", ...problem })));
      printProblems(problems);
    });
}
