import * as pulumi from "@pulumi/pulumi";
import type { Fill } from "./object-texts.js";
import { Provider } from "./provider.js";
import type { RenderedWorkSpaces } from "./render-work-spaces.js";
import { RepoCreds } from "./repo-creds.js";
import { Repository } from "./repository.js";
import { WorkSpace, type SyncSettings } from "./work-space.js";

/** How one workspace of a stack file is synchronised, and what comes before it. */
export interface WorkSpaceSettings extends SyncSettings {
  readonly name: string;
  /** Shown with its state. @default none */
  readonly info?: readonly { readonly name: string; readonly value: string }[];
  /** Names of workspaces. @default none */
  readonly dependsOn?: readonly { readonly workspace: string; readonly health: boolean }[];
}

/** A cluster that the same program makes. */
export interface MadeCluster {
  /** What it comes after. */
  readonly by: readonly pulumi.Resource[];
  /** Whether it can be reached already. */
  readonly isKnown: boolean;
}

/** Workspaces that have been declared. */
export interface DeclaredWorkSpaces {
  readonly workspaces: ReadonlyMap<string, WorkSpace>;
  /** For references of a stack file: by workspace, then by output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Output<string>>>>>;
  /** What a person wants to see, by workspace. */
  readonly summary: Readonly<Record<string, pulumi.Output<Readonly<Record<string, unknown>>>>>;
}

/**
 * Declares repositories, clusters and workspaces, those that others depend on first. Each component is named as the
 * thing itself.
 *
 * @param settings without circles
 * @param rendered what {@link renderWorkSpaces} made of the same workspaces
 * @param fill puts values in place of what stands for them in the objects
 * @param made clusters that the same program makes
 */
export function declareWorkSpaces(
  settings: readonly WorkSpaceSettings[],
  rendered: RenderedWorkSpaces,
  fill: Fill,
  made: Readonly<Record<string, MadeCluster>> = {},
): DeclaredWorkSpaces {
  for (const { name, url } of rendered.templates) new RepoCreds(name, { url });
  for (const { name, ...found } of rendered.repositories) {
    const repository = new Repository(name, found);
    const { status, message } = found.connectionState;
    if (status === "Failed") void pulumi.log.warn(message, repository);
  }
  for (const cluster of new Set(settings.map((one) => one.cluster))) {
    new Provider(cluster, { cluster }, { dependsOn: [...(made[cluster]?.by ?? [])] });
  }

  const sources = new Map(rendered.workspaces.map((one) => [one.name, one]));
  const byName = new Map(settings.map((one) => [one.name, one]));
  const declared = new Map<string, WorkSpace>();
  const declare = (name: string): WorkSpace => {
    const known = declared.get(name);
    if (known !== undefined) return known;
    const one = byName.get(name);
    const source = sources.get(name);
    if (one === undefined || source === undefined)
      throw new pulumi.RunError(`workspace ${name} was not rendered`);
    const before = (one.dependsOn ?? []).map(({ workspace, health }) => ({
      workspace: declare(workspace),
      health,
    }));
    const healthy = before.flatMap(({ workspace, health }) => (health ? [workspace] : []));
    const workspace = new WorkSpace(
      name,
      { ...syncSettings(one), rendered: source, healthy, fill },
      { dependsOn: [...before.map((earlier) => earlier.workspace.sync), ...(made[one.cluster]?.by ?? [])] },
    );
    if (made[one.cluster]?.isKnown === false) {
      const wait = `${source.objects.length} objects of ${name} wait for it`;
      void pulumi.log.info(`cluster ${one.cluster} is not known yet: ${wait}`, workspace);
    }
    declared.set(name, workspace);
    return workspace;
  };
  for (const { name } of settings) declare(name);

  return {
    workspaces: declared,
    outputs: mapped(declared, ({ revision, health, syncStatus }) => ({ revision, health, sync: syncStatus })),
    summary: mapped(declared, ({ summary }, name) => {
      const info = (byName.get(name)?.info ?? []).map((one) => [one.name, one.value] as const);
      return summary.apply((told) => ({ ...Object.fromEntries(info), ...told }));
    }),
  };
}

function syncSettings({
  name: _name,
  info: _info,
  dependsOn: _dependsOn,
  ...sync
}: WorkSpaceSettings): SyncSettings {
  return sync;
}

function mapped<R>(
  declared: ReadonlyMap<string, WorkSpace>,
  render: (one: WorkSpace, name: string) => R,
): Readonly<Record<string, R>> {
  return Object.fromEntries([...declared].map(([name, one]) => [name, render(one, name)]));
}
