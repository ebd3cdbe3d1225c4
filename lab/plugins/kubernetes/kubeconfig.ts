import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { KubeconfigSource } from "../../../clients/kubernetes/credentials.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { noKubeconfig } from "./no-kubeconfig.js";
import { NotThere } from "./not-there.js";
import type { Settings } from "./settings.js";

/** A kubeconfig as the settings give it, and what its context says about namespaces and the cluster. */
export interface ChosenKubeconfig {
  readonly source: KubeconfigSource;
  readonly context: string | undefined;
  /** Of the chosen context. */
  readonly namespace: string | undefined;
  /** The chosen cluster's entry: where it is and whom it trusts. */
  readonly cluster: unknown;
}

/**
 * Reads the kubeconfig that the settings name.
 * @throws Failure when they name none: there is no ambient cluster.
 */
export function chooseKubeconfig(settings: Settings): ChosenKubeconfig {
  const { kubeconfig, context, cluster } = settings;
  if (kubeconfig === undefined) throw noKubeconfig();
  const isText = /[\n{]|^\s*\w+:\s/.test(kubeconfig);
  const file = isText ? undefined : path.resolve(kubeconfig.replace(/^~(?=\/)/, os.homedir()));
  if (file !== undefined && !existsSync(file)) {
    throw new NotThere({
      what: "the kubeconfig does not exist",
      where: file,
      next: "Correct the provider's kubeconfig",
    });
  }
  const text = file === undefined ? kubeconfig : readFileSync(file, "utf8");
  const document = parsed(text);
  const name = context ?? document["current-context"];
  const chosen = entry(document, "contexts", name)["context"];
  const members = isObject(chosen) ? chosen : {};
  const clusterName = cluster ?? members["cluster"];
  return {
    source: source(file, text, cluster === undefined ? undefined : withCluster(document, name, cluster)),
    context,
    namespace: typeof members["namespace"] === "string" ? members["namespace"] : undefined,
    cluster: entry(document, "clusters", clusterName)["cluster"],
  };
}

function source(file: string | undefined, text: string, rewritten: string | undefined): KubeconfigSource {
  if (rewritten !== undefined) return { text: rewritten };
  return file === undefined ? { text } : { path: file };
}

function parsed(text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    // The parser's own message quotes lines of the file, which holds credentials.
    throw new Failure({
      what: "the kubeconfig is not valid YAML",
      where: "kubernetes provider",
      next: "Correct it",
    });
  }
  return isObject(document) ? document : {};
}

function entry(document: Record<string, unknown>, list: string, name: unknown): Record<string, unknown> {
  const entries = document[list];
  const found: unknown = Array.isArray(entries)
    ? entries.find((candidate: unknown) => isObject(candidate) && candidate["name"] === name)
    : undefined;
  return isObject(found) ? found : {};
}

/** The provider's `cluster` replaces the one that the context names. */
function withCluster(document: Record<string, unknown>, context: unknown, cluster: string): string {
  const contexts: readonly unknown[] = Array.isArray(document["contexts"]) ? document["contexts"] : [];
  return stringify({
    ...document,
    contexts: contexts.map((candidate) => {
      if (!isObject(candidate) || candidate["name"] !== context || !isObject(candidate["context"]))
        return candidate;
      return { ...candidate, context: { ...candidate["context"], cluster } };
    }),
  });
}
