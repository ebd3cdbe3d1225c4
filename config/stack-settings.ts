import { isObject } from "../model/shared/json.js";
import type { Problem } from "../model/shared/problem.js";
import type { ArtifactsSettings } from "./artifacts/section.js";
import { ambientProblems } from "./ambient.js";
import type { Clusters } from "./clusters.js";
import type { Explorers } from "./explorers.js";
import { gatewaysSection, type GatewaysSettings } from "./gateways/section.js";
import type { Identities } from "./identities.js";
import type { ImageHubSettings } from "./imagehub/section.js";
import { installationProblem } from "./installation.js";
import { unknownKey } from "./issues.js";
import type { NameServers } from "./name-servers.js";
import type { Nodes } from "./nodes.js";
import type { ProjectFiles, RawStack } from "./raw-stack.js";
import { readSection, type Reading } from "./read-section.js";
import { checkReferences } from "./references/check.js";
import type { LateValue } from "./references/scan.js";
import type { Registries } from "./registries.js";
import type { Repositories } from "./repositories.js";
import type { ReservationsSettings } from "./reservations/section.js";
import { SECTIONS } from "./sections.js";
import { vimanasSection, type VimanaSettings } from "./vimanas/section.js";
import { offlineClusters } from "./workspaces/offline-clusters.js";
import { templateProblems } from "./workspaces/templates.js";
import type { WorkspaceSettings } from "./workspaces/settings.js";

/** A whole stack file, checked. */
export interface StackSettings {
  /** Random id that marks what this stack owns. */
  readonly installation: string;
  readonly clusters: Clusters;
  readonly registries: Registries;
  readonly repositories: Repositories;
  readonly nodes: Nodes;
  readonly identities: Identities;
  readonly explorers: Explorers;
  readonly nameServers: NameServers;
  readonly imagehub: ImageHubSettings | undefined;
  readonly reservations: ReservationsSettings;
  readonly gateways: GatewaysSettings;
  readonly workspaces: readonly WorkspaceSettings[];
  readonly vimanas: VimanaSettings;
  readonly artifacts: ArtifactsSettings | undefined;
  /** Texts of the settings that stand for references; see `fillIn`. */
  readonly late: readonly LateValue[];
}

/** Settings, or what is wrong; warnings may come with settings. */
export interface CheckedStack {
  /** Undefined when a problem is an error. */
  readonly settings: StackSettings | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Checks a stack's configuration as a whole and reports every fault at once, before anything is registered.
 * The same code serves the program and `groundplan config check`.
 */
export function checkStack(raw: RawStack, files: ProjectFiles): CheckedStack {
  const rows = Object.values(SECTIONS);
  const reading: Reading = {
    raw,
    files,
    targets: new Map(
      rows.filter(({ sort }) => sort === "targets").map(({ key }) => [key, keysOf(raw.values.get(key))]),
    ),
    offlineClusters: offlineClusters(raw.values),
    problems: [...raw.problems, ...keyProblems(raw)],
    late: [],
    items: [],
    unfinished: new Set(),
  };
  const clusters = readSection(SECTIONS.clusters, reading);
  const registries = readSection(SECTIONS.registries, reading);
  const repositories = readSection(SECTIONS.repositories, reading) ?? {};
  const nodes = readSection(SECTIONS.nodes, reading) ?? {};
  const identities = readSection(SECTIONS.identities, reading) ?? {};
  const explorers = readSection(SECTIONS.explorers, reading) ?? {};
  const nameServers = readSection(SECTIONS.nameServers, reading) ?? {};
  // First of the systems: names of others may be domains of gateways.
  const gateways = readSection(gatewaysSection({ nodes, nameServers, identities }), reading) ?? {};
  const imagehub = readSection(SECTIONS.imagehub, reading);
  const reservations = readSection(SECTIONS.reservations, reading) ?? {};
  const workspaces = readSection(SECTIONS.workspaces, reading) ?? [];
  const artifacts = readSection(SECTIONS.artifacts, reading);
  const vimanas = readSection(vimanasSection(registryHosts(reading, registries ?? {})), reading) ?? {};

  const systems = rows.filter(({ sort }) => sort === "system").map(({ key }) => key);
  const problems = [
    ...reading.problems,
    ...templateProblems(workspaces, repositories),
    ...checkReferences({ ...reading, systems }),
  ];
  const installation = raw.values.get("installation");
  if (problems.some(({ severity }) => severity !== "warning") || typeof installation !== "string") {
    return { settings: undefined, problems };
  }
  return {
    settings: {
      installation,
      clusters: clusters ?? {},
      registries: registries ?? {},
      repositories,
      nodes,
      identities,
      explorers,
      nameServers,
      imagehub,
      reservations,
      gateways,
      workspaces,
      vimanas,
      artifacts,
      late: reading.late,
    },
    problems,
  };
}

/** Hosts by registry; of one with faults, which have been told, something that stands for its host. */
function registryHosts({ targets }: Reading, registries: Registries): Readonly<Record<string, string>> {
  const names = targets.get(SECTIONS.registries.key) ?? [];
  return Object.fromEntries(names.map((name) => [name, registries[name]?.host ?? "registry.invalid"]));
}

function keyProblems(raw: RawStack): readonly Problem[] {
  const rows: readonly { readonly key: string; readonly secrets?: unknown }[] = Object.values(SECTIONS);
  const known = [
    "installation",
    ...rows.flatMap(({ key, secrets }) => (secrets === undefined ? [key] : [key, `${key}Secrets`])),
  ];
  const installation = raw.sealed.has("installation")
    ? undefined
    : installationProblem(raw.values.get("installation"));
  const others = [...raw.values.keys()].flatMap((key) =>
    known.includes(key) ? [] : [unknownKey([key], known)],
  );
  const ambient = ambientProblems(raw.defaultsDisabled);
  return [...(installation === undefined ? [] : [installation]), ...others, ...ambient];
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
