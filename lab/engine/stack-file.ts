import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { configurationSizeProblem } from "../../model/shared/configuration-size.js";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import { formatProblem } from "../../model/shared/problem.js";
import { RENDERERS, type Renderer } from "./renderers.js";

/** Lab profiles a stack file needs, by the folder of `.lab/` that it names. */
const PROFILE_OF_FOLDER: Readonly<Record<string, readonly string[]>> = {
  cluster: ["cluster", "kubelet"],
  registry: ["registry"],
  git: ["git"],
  gateway: ["gateway"],
  nodes: ["nodes"],
};

/** Lab profiles that parts of the configuration need where the lab's cluster is named. */
const PROFILE_OF_SYSTEM: Readonly<Record<string, string>> = { "groundplan:artifacts": "tekton" };

/** A stack's file, and which parts of the embedded lab it names. */
export interface StackFile {
  readonly stack: string;
  readonly path: string;
  /** Empty when the stack names no file of the lab: then it runs on clusters of its own. */
  readonly profiles: readonly string[];
  /** Programs that its workspaces say they are rendered by. */
  readonly renderers: readonly Renderer[];
}

/**
 * Finds `Pulumi.<stack>.yaml` in the project folder and reads which lab profiles it names.
 * @throws Failure when there is no such file, and on Linux when no program could be started with it.
 */
export function findStackFile(projectFolder: string, stack: string): StackFile {
  const file = path.join(projectFolder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    const known = readdirSync(projectFolder)
      .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
      .join(", ");
    throw new Failure({
      what: `there is no stack file Pulumi.${stack}.yaml`,
      where: `stack ${stack}`,
      next: `Known stacks: ${known}. Copy Pulumi.dev.yaml and name your own clusters in it, or choose one with STACK=<name>`,
    });
  }
  const content: unknown = parse(readFileSync(file, "utf8"));
  refuseTooLarge(content, file);
  return { stack, path: file, profiles: profilesNamedIn(content), renderers: renderersNamedIn(content) };
}

/** The engine would only say "argument list too long". */
function refuseTooLarge(content: unknown, file: string): void {
  const config = isObject(content) ? content["config"] : undefined;
  const problem =
    isObject(config) && process.platform === "linux" ? configurationSizeProblem(config) : undefined;
  if (problem === undefined) return;
  throw new Failure({ what: formatProblem(problem), where: path.basename(file) });
}

/** The renderers whose settings (`helm:`, `kustomize:`) occur anywhere in a stack file, be they empty. */
export function renderersNamedIn(value: unknown): readonly Renderer[] {
  const keys = new Set(keysOf(value));
  return RENDERERS.filter((renderer) => keys.has(renderer));
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isObject(value) ? Object.entries(value).flatMap(([key, member]) => [key, ...keysOf(member)]) : [];
}

/**
 * The lab profiles whose files (`.lab/<folder>/…`) occur anywhere in a stack file's values, and on the lab's cluster
 * those that its systems need.
 */
export function profilesNamedIn(value: unknown): readonly string[] {
  const folders = new Set(
    scalarsOf(value).flatMap((text) => /^(?:\.\/)?\.lab\/([^/]+)\//.exec(text)?.[1] ?? []),
  );
  const config = isObject(value) ? value["config"] : undefined;
  const systems = isObject(config) && folders.has("cluster") ? Object.keys(config) : [];
  return [
    ...[...folders].flatMap((folder) => PROFILE_OF_FOLDER[folder] ?? []),
    ...systems.flatMap((system) => PROFILE_OF_SYSTEM[system] ?? []),
  ];
}

function scalarsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(scalarsOf);
}
