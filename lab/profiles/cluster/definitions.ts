import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../../model/shared/errors.js";
import { waitUntil } from "../../host/wait.js";
import { applyObject, type Api } from "./api.js";

const PREPARED = "lab.groundplan.dev/prepared-for";
const WITHIN_MS = 60_000;
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

const namespaceObject = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).default({}) }),
});
const conditioned = z.looseObject({
  status: z
    .looseObject({
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .default([]),
    })
    .default({ conditions: [] }),
});

/** An object as its publisher wrote it. It is not parsed: definitions are megabytes, which only the API server has to understand. */
export interface PublishedObject {
  readonly kind: string;
  readonly name: string;
  readonly yaml: string;
}

/** All objects in the YAML files of a folder. */
export function readPublished(folder: string): readonly PublishedObject[] {
  return readdirSync(folder)
    .flatMap((file) => readFileSync(path.join(folder, file), "utf8").split(/^---$/m))
    .flatMap((yaml) => {
      const kind = /^kind: (\S+)$/m.exec(yaml)?.[1];
      const name = /^metadata:\n(?: .*\n)*? {2}name: (\S+)$/m.exec(yaml)?.[1];
      return kind === undefined || name === undefined ? [] : [{ kind, name, yaml }];
    });
}

/** Applies definitions of kinds and waits until they serve. */
export async function applyDefinitions(api: Api, definitions: readonly PublishedObject[]): Promise<void> {
  for (const { name, yaml } of definitions) await applyObject(api, `${DEFINITIONS}/${name}`, yaml);
  for (const { name } of definitions) await awaitCondition(api, `${DEFINITIONS}/${name}`, "Established");
}

/** Whether everything that a release needs was applied. What the namespace is marked with says so. */
export async function isPreparedFor(api: Api, namespace: string, release: string): Promise<boolean> {
  const { status, body } = await api("GET", `/api/v1/namespaces/${namespace}`);
  return status === 200 && namespaceObject.parse(body).metadata.annotations[PREPARED] === release;
}

/** Makes a namespace. @param release Marks it as prepared for this release; default not yet. */
export async function applyNamespace(api: Api, name: string, release?: string): Promise<void> {
  await applyObject(api, `/api/v1/namespaces/${name}`, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, annotations: release === undefined ? {} : { [PREPARED]: release } },
  });
}

/**
 * Waits until a condition of an object is true.
 * @throws Failure with the condition's message when it does not become so.
 */
export async function awaitCondition(api: Api, url: string, type: string): Promise<void> {
  const missing = await waitUntil(async () => {
    const { status, body } = await api("GET", url);
    if (status !== 200) return `the API server answers ${status}`;
    const condition = conditioned.parse(body).status.conditions.find((one) => one.type === type);
    return condition?.status === "True" ? undefined : (condition?.message ?? "no word yet");
  }, WITHIN_MS);
  if (missing === undefined) return;
  throw new Failure({ what: `is not ${type} after ${WITHIN_MS / 1000} s: ${missing}`, where: url });
}
