import { readFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { forStack } from "../config/commands.js";
import { projectFiles } from "../config/project-files.js";
import { readStackFile } from "../config/stack-file.js";
import { checkStack } from "../config/stack-settings.js";
import { Failure } from "../model/shared/errors.js";
import { isObject } from "../model/shared/json.js";
import type { Problem } from "../model/shared/problem.js";
import { printJson, printProblems } from "./output.js";

/** `groundplan config …`. */
export function configCommand(): Command {
  const command = new Command("config");
  command
    .command("check")
    .summary("find every fault of a stack file")
    .description(
      "Prints the problems of Pulumi.<stack>.yaml as a JSON list of {path, reason, fix, severity}: an empty list when " +
        "there are none. Needs no engine, no passphrase and no cluster; encrypted values count as present.",
    )
    .argument("<file>", "the stack file, in its project folder")
    .action((file: string) => {
      const problems = checkFile(file);
      printJson(problems);
      printProblems(problems);
    });
  return command;
}

/**
 * The problems of a stack file, each with its severity.
 * @throws Failure when the file cannot be read.
 */
export function checkFile(file: string): readonly Problem[] {
  const folder = path.dirname(path.resolve(file));
  const { problems } = checkStack(
    readStackFile(textOf(file)),
    projectFiles(folder, { credentialsExpected: false }),
  );
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(file))?.[1];
  return forStack(problems, stack).map((problem) => ({ severity: "error", ...problem }));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = isObject(cause) && typeof cause.code === "string" ? cause.code : "unknown reason";
    throw new Failure({
      what: `the file cannot be read (${reason})`,
      where: file,
      next: "Give the path of a Pulumi.<stack>.yaml",
      cause,
    });
  }
}
