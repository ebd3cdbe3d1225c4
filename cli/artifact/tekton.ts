import { Command } from "commander";
import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import { validateRequest } from "../../model/artifact/request/validate.js";
import { tektonObjects } from "../../model/artifact/tekton/tekton-objects.js";
import { printYaml } from "../../model/workspace/render/yaml/kubernetes-yaml.js";
import { printProblems } from "../output.js";
import { readDocument } from "./read-document.js";

/** `groundplan artifact tekton …`. */
export function tektonCommand(): Command {
  return new Command("tekton")
    .summary("what an artifact request becomes in Tekton")
    .description(
      "Prints, as YAML documents, the Pipeline and the PipelineRun of an example instance for build and for clean. " +
        "A faulty request is printed all the same, with its faults on stderr and exit code 1. Needs no cluster.",
    )
    .argument("<file>", "the request as JSON or YAML; - reads standard input")
    .option("--namespace <namespace>", "namespace of the objects", DEFAULT_NAMESPACE)
    .action((file: string, { namespace }: { readonly namespace: string }) => {
      const request = readDocument(file);
      for (const object of tektonObjects(request, namespace))
        process.stdout.write(`---\n${printYaml(object)}`);
      printProblems(validateRequest(request).problems);
    });
}
