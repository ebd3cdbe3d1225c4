import path from "node:path";
import { Command, Option } from "commander";
import type { SignAction } from "../../../model/reservation/sign/challenge.js";
import { requestFileOf, requestFileText, requestPath } from "../../../model/reservation/sign/request-file.js";
import {
  expirationsOf,
  type SignedObject,
  type SigningSubject,
} from "../../../model/reservation/sign/subject.js";
import { isError, printJson, printProblems } from "../../output.js";
import { readJson } from "../inputs.js";
import { backendName, objectName, seconds, SIGNATURES_FOLDER, stackName } from "./arguments.js";
import { signedObject } from "./signed-object.js";
import { subjectProblems } from "./subject-problems.js";
import { writeFile } from "./write-file.js";

interface RequestOptions {
  readonly action: SignAction;
  readonly stack: string;
  readonly name: string;
  readonly out: string;
  readonly backend: string;
  readonly epoch?: number;
  readonly expires?: number;
}

/** `groundplan reservation sign request`. */
export function requestCommand(): Command {
  return new Command("request")
    .summary("write a request for signatures")
    .description(
      "Writes what signers have to look at to <out>/<name>/<action>/request.json and prints its place and digests as " +
        "one JSON object. The same input always gives the same bytes. For delete, give the object as it is stored: " +
        "its time is what is signed.",
    )
    .argument(
      "<file>",
      "a workload (workload_type) or a whole reservation (data_reservation) as JSON; - for stdin",
    )
    .addOption(
      new Option("--action <action>", "what is asked for")
        .choices(["provision", "delete"])
        .makeOptionMandatory(),
    )
    .requiredOption("--stack <stack>", "<installation>/<project>/<stack>", stackName)
    .requiredOption("--name <name>", "the object's name in the stack", objectName)
    .option("--out <folder>", "where requests and signatures are", SIGNATURES_FOLDER)
    .option(
      "--backend <backend>",
      "who keeps the object: ledger, or the address of an explorer",
      backendName,
      "ledger",
    )
    .option("--epoch <time>", "the time that is signed, for a workload that has none in its file", seconds)
    .option(
      "--expires <time>",
      "until when signatures count; default: for provision of a reservation its expiration_provisioning, else for ever",
      seconds,
    )
    .action((file: string, { out, epoch, expires, ...named }: RequestOptions, command: Command) => {
      if (epoch !== undefined && named.action === "delete") {
        command.error("error: option '--epoch <time>' is not for delete: the stored time is signed");
      }
      const { object, problems } = signedObject(readJson(file), epoch);
      printProblems(problems);
      if (object === undefined || problems.some(isError)) return;
      const subject: SigningSubject = {
        ...named,
        object,
        expires: expires ?? endOf(object, named.action),
      };
      const faults = subjectProblems(subject);
      printProblems(faults);
      if (faults.some(isError)) return;
      const place = path.normalize(requestPath(named.name, named.action, out));
      const request = requestFileOf(subject);
      writeFile(place, requestFileText(subject));
      printJson({
        file: place,
        action: request.action,
        id: request.id,
        epoch: request.epoch,
        expires: request.expires,
        ...request.request,
        sha256: request.sha256,
        contentSha256: request.contentSha256,
      });
    });
}

function endOf(object: SignedObject, action: SignAction): number {
  return action === "provision" ? expirationsOf(object).provisioning : 0;
}
