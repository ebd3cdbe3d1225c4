import { parseRepositoryUrl } from "../../model/workspace/git/repository-url.js";
import { parseSyncOptions } from "../../model/workspace/sync/options.js";
import type { SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import { WorkspaceFaults } from "./faults.js";
import { ownFields, sourceFields, type DeclaredWorkspace } from "./schema.js";
import type { Dependency, WorkspaceSettings } from "./settings.js";

/**
 * Brings the two spellings of a workspace, this project's and the document's, to one, and checks everything that can be
 * said of one workspace by itself.
 */
export function checkWorkspace(
  name: string,
  declared: DeclaredWorkspace,
  context: SectionContext,
): { readonly settings: WorkspaceSettings; readonly faults: WorkspaceFaults } {
  const faults = new WorkspaceFaults(name);
  const settings = {
    ...ownFields.parse(declared),
    ...sourceOf(declared, faults, context),
    ...destinationOf(declared, faults, context),
    ...optionsOf(declared, faults),
    name,
    path: faults.at([]),
    sourcePath: faults.at(declared.source === undefined ? [] : ["source"]),
    dependsOn: declared.dependsOn.map(asDependency),
  };
  const { targetRevision } = settings.source;
  if (declared.revisionLock !== undefined && isOtherCommit(targetRevision, declared.revisionLock)) {
    faults.surplus(["revisionLock"], "permits another commit than targetRevision names");
  }
  return { settings, faults };
}

function sourceOf(
  { source: nested, ...declared }: DeclaredWorkspace,
  faults: WorkspaceFaults,
  context: SectionContext,
): Pick<WorkspaceSettings, "repository" | "source"> {
  const beside = sourceFields.parse(declared);
  for (const field of nested === undefined ? [] : Object.keys(beside)) {
    faults.surplus([field], "stands beside source; write the fields of the source in one place");
  }
  const { repository, repoURL, ...source } = nested ?? beside;
  const inside = nested === undefined ? [] : ["source"];
  if (repository !== undefined) {
    const path = faults.path([...inside, "repository"]);
    faults.problems.push(...undeclaredTarget(path, "repositories", repository, context));
    if (repoURL !== undefined) {
      faults.surplus([...inside, "repoURL"], "repository and repoURL exclude each other");
    }
    return { repository: { name: repository }, source };
  }
  if (repoURL === undefined) {
    const reason = "is missing; the repository's name, from groundplan:repositories";
    faults.wrong([...inside, "repository"], reason);
    return { repository: { url: "" }, source };
  }
  const parsed = parseRepositoryUrl(repoURL);
  if (!parsed.ok) faults.wrong([...inside, "repoURL"], `${parsed.reason}; ${parsed.fix}`);
  return { repository: { url: repoURL }, source };
}

function destinationOf(
  { destination }: DeclaredWorkspace,
  faults: WorkspaceFaults,
  context: SectionContext,
): Pick<WorkspaceSettings, "cluster" | "namespace"> {
  const { cluster = destination.name, namespace = "" } = destination;
  const field = destination.cluster === undefined ? "name" : "cluster";
  if (destination.cluster !== undefined && destination.name !== undefined) {
    faults.surplus(["destination", "name"], "cluster and name exclude each other");
  }
  if (cluster === undefined) {
    faults.wrong(["destination", "cluster"], "is missing; the cluster's name, from groundplan:clusters");
    return { cluster: "", namespace };
  }
  const path = faults.path(["destination", field]);
  faults.problems.push(...undeclaredTarget(path, "clusters", cluster, context));
  return { cluster, namespace };
}

function optionsOf(
  { syncOptions: given, syncPolicy, namespaceMetadata: metadata, destination }: DeclaredWorkspace,
  faults: WorkspaceFaults,
): Pick<WorkspaceSettings, "syncOptions" | "namespaceMetadata"> {
  const { syncOptions: nested, managedNamespaceMetadata } = syncPolicy ?? {};
  if (given !== undefined && nested !== undefined) {
    faults.surplus(
      ["syncPolicy", "syncOptions"],
      "stands beside syncOptions; write the options in one place",
    );
  }
  if (metadata !== undefined && managedNamespaceMetadata !== undefined) {
    faults.surplus(
      ["syncPolicy", "managedNamespaceMetadata"],
      "stands beside namespaceMetadata; write it once",
    );
  }
  const syncOptions = given ?? nested ?? [];
  const { options, problems } = parseSyncOptions(syncOptions);
  const where = faults.at(given === undefined ? ["syncPolicy", "syncOptions"] : ["syncOptions"]);
  faults.problems.push(...problems.map((problem) => ({ ...problem, path: `${where}${problem.path}` })));

  const namespaceMetadata = metadata ?? managedNamespaceMetadata;
  if (namespaceMetadata !== undefined && !options.createNamespace) {
    faults.surplus(
      metadata === undefined ? ["syncPolicy", "managedNamespaceMetadata"] : ["namespaceMetadata"],
      "has an effect with the sync option CreateNamespace=true only",
    );
  }
  if (options.createNamespace && destination.namespace === undefined) {
    const reason = "is missing; CreateNamespace=true makes the destination's namespace";
    faults.wrong(["destination", "namespace"], reason);
  }
  return { syncOptions, ...(namespaceMetadata === undefined ? {} : { namespaceMetadata }) };
}

function asDependency(dependency: string | Dependency): Dependency {
  return typeof dependency === "string" ? { workspace: dependency, health: false } : dependency;
}

function isOtherCommit(targetRevision: string | undefined, lock: string): boolean {
  return /^[0-9a-f]{40}$/i.test(targetRevision ?? "") && targetRevision?.toLowerCase() !== lock;
}
