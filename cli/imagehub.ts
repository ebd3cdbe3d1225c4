import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { parseDocument } from "yaml";
import { dataPackName } from "../model/imagehub/datapack-name.js";
import { readDataPackFile } from "../model/imagehub/datapack-file.js";
import { imageLabels, parseImageName, type TagEncoding } from "../model/imagehub/image-name.js";
import type { NameStrategy } from "../model/imagehub/schemas.js";
import { Failure } from "../model/shared/errors.js";
import { isError, printJson, printProblems } from "./output.js";

/** `groundplan imagehub …`. */
export function imagehubCommand(): Command {
  return new Command("imagehub").addCommand(nameCommand()).addCommand(dataPackCommand());
}

function nameCommand(): Command {
  return new Command("name")
    .summary("the object name and labels of an image")
    .description("Prints the names and labels that follow from an image's name, as one JSON object.")
    .argument("<image>", "organization/repository:tag")
    .addOption(
      new Option("--tag-encoding <encoding>", "how tags become names")
        .choices(["plain", "escape"] satisfies TagEncoding[])
        .default("plain"),
    )
    .action((name: string, options: { readonly tagEncoding: TagEncoding }) => {
      const parsed = parseImageName(name, options);
      if (!parsed.ok) {
        printProblems(parsed.problems);
        return;
      }
      const { objectName, repositoryName, repositoryObjectName } = parsed.image;
      printJson({
        name,
        objectName,
        labels: imageLabels(parsed.image),
        repositoryName,
        repositoryObjectName,
      });
    });
}

function dataPackCommand(): Command {
  return new Command("datapack")
    .summary("the content-hash name of a DataPack")
    .description(
      "Prints the object name that a DataPack gets from its content. The file holds a DataPack manifest or only its " +
        "spec, as YAML or JSON.",
    )
    .argument("<file>", "path, or - for standard input")
    .addOption(
      new Option(
        "--strategy <strategy>",
        "what the name is computed by; default: the file's, or sha256-v1",
      ).choices(["sha256-v1", "sealos-md5"] satisfies NameStrategy[]),
    )
    .action((file: string, options: { readonly strategy?: NameStrategy }) => {
      const { spec, problems } = readDataPackFile(readDocument(file));
      printProblems(problems);
      if (spec === undefined || problems.some(isError)) return;
      const strategy = options.strategy ?? spec.nameStrategy;
      printJson({ name: dataPackName(spec, strategy), strategy });
    });
}

function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new Failure({
      what: "cannot be read",
      where: file,
      next: "Give the path of a YAML or JSON file",
      cause,
    });
  }
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault !== undefined) throw new Failure({ what: `is no YAML: ${fault.message}`, where: file });
  return document.toJS();
}
