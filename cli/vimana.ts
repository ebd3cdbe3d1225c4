import { Command } from "commander";
import { derivedNames } from "../model/vimana/derived-names.js";
import { DEFAULT_SUFFIX } from "../model/vimana/names.js";
import { printJson, printProblems } from "./output.js";

/** `groundplan vimana …`. */
export function vimanaCommand(): Command {
  return new Command("vimana").addCommand(namesCommand());
}

interface NamesOptions {
  readonly domain: string;
  readonly server?: string;
  readonly version?: string;
  readonly suffix: string;
  readonly alias: readonly string[];
}

function namesCommand(): Command {
  return new Command("names")
    .summary("every name that follows from a domain's, a server's and a version's id")
    .description(
      "Prints hosts, labels and the names of all objects of a domain, and of a server and a version in it, as one " +
        "JSON object.",
    )
    .requiredOption("--domain <id>", "32 hex digits")
    .option("--server <id>", "id of a server in the domain")
    .option("--version <version>", "version of the server")
    .option("--suffix <suffix>", "what canonical hosts end with", DEFAULT_SUFFIX.direct)
    .option("--alias <host>", "another host of the domain; may be given several times", addTo, [])
    .action(({ alias, ...options }: NamesOptions, command: Command) => {
      if (options.version !== undefined && options.server === undefined) {
        command.error("error: option '--version <version>' needs '--server <id>'");
      }
      const derived = derivedNames({ ...options, aliases: alias });
      if (derived.ok) printJson(derived.names);
      else printProblems(derived.problems);
    });
}

function addTo(host: string, others: readonly string[]): readonly string[] {
  return [...others, host];
}
