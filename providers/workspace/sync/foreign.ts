import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { groupVersionKind, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { trackedBy } from "../../../model/workspace/compare/tracking.js";
import { decideOwnership } from "../../runtime/ownership.js";
import { describe } from "./assess.js";
import { isFatal } from "./fatal.js";
import { holderOf } from "./marks.js";
import { inParallel } from "./pool.js";
import type { Condition } from "./condition.js";
import type { Workspace } from "./workspace.js";
import type { World } from "./world.js";

/** Objects that are declared and exist, whoever made them. */
async function lookUp(
  { client }: Workspace,
  targets: ReadonlyMap<ObjectKey, KubeObject>,
): Promise<ReadonlyMap<ObjectKey, KubeObject>> {
  const possible = await possiblyThere(client, targets);
  const found = await inParallel(possible, async ([key, target]): Promise<[ObjectKey, KubeObject][]> => {
    try {
      const live = await client.get(refOf(target));
      return live === undefined ? [] : [[key, live]];
    } catch (error) {
      // Whoever may not look at an object is told so by the attempt to write it.
      if (isFatal(error)) throw error;
      return [];
    }
  });
  return new Map(found.flat());
}

/** From so many objects of a kind and namespace on, one list of names takes less time than asking for each. */
const MANY = 200;

type Entry = readonly [ObjectKey, KubeObject];

/** Leaves out objects of which a list shows that there are none. */
async function possiblyThere(
  client: KubernetesClient,
  targets: ReadonlyMap<ObjectKey, KubeObject>,
): Promise<Entry[]> {
  const places = new Map<string, Entry[]>();
  for (const entry of targets) {
    const { apiVersion, kind, metadata } = entry[1];
    const place = `${apiVersion} ${kind} ${metadata.namespace ?? ""}`;
    const entries = places.get(place) ?? [];
    places.set(place, entries);
    entries.push(entry);
  }
  const possible = await inParallel([...places.values()], (entries) => withTakenName(client, entries));
  return possible.flat();
}

async function withTakenName(client: KubernetesClient, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const [first] = entries;
  if (first === undefined || entries.length < MANY) return entries;
  const { namespace } = first[1].metadata;
  const scope = namespace === undefined ? {} : { namespace };
  try {
    const { items } = await client.list(groupVersionKind(first[1]), { metadataOnly: true, ...scope });
    const names = new Set(items.map(({ metadata }) => metadata.name));
    return entries.filter(([, { metadata }]) => names.has(metadata.name));
  } catch (error) {
    // Whoever may not list may still look at each.
    if (isFatal(error)) throw error;
    return entries;
  }
}

/** What is done with an object that somebody else has made. */
type ForeignVerdict =
  | { readonly verdict: "take"; readonly warning?: string }
  | { readonly verdict: "refuse"; readonly reason: string };

/**
 * Whether an object that does not bear the workspace's marks may be taken over. One of the same stack may, as when a
 * manifest moves from one workspace to another; anybody else's needs `adopt`.
 *
 * @param failOnShared refuse what another workspace or Argo CD owns
 */
function judgeForeign(
  workspace: Workspace,
  key: ObjectKey,
  live: KubeObject,
  { adopt, failOnShared }: { readonly adopt: boolean; readonly failOnShared: boolean },
): ForeignVerdict {
  const { annotations = {}, ownerReferences = [] } = live.metadata;
  const holder = holderOf(live, key, workspace.marks);
  const controller = ownerReferences.find((owner) => owner.controller === true);
  if (controller !== undefined) {
    const reason = `is made and kept by ${controller.kind} ${controller.name}; leave it to that`;
    return { verdict: "refuse", reason: `${describe(live)} ${reason}` };
  }
  const tracked = trackedBy(live);
  const sharer = holder.kind === "other" ? holder.mark : tracked;
  if (sharer !== undefined && failOnShared) {
    const reason = `Shared resource found: ${describe(live)} is part of ${sharer}`;
    return { verdict: "refuse", reason: `${reason}; FailOnSharedResource is set` };
  }
  const ours = { mark: `${workspace.marks.mark}/${key}`, token: workspace.marks.token };
  const decision = decideOwnership(annotations, ours, adopt);
  if (decision.action === "refuse") {
    return { verdict: "refuse", reason: `${describe(live)}: ${decision.reason}` };
  }
  return sharer === undefined
    ? { verdict: "take" }
    : { verdict: "take", warning: `${describe(live)} is part of ${sharer} as well, and is taken over` };
}

/** Declared objects that exist as somebody else's. */
export interface Foreigners {
  readonly live: ReadonlyMap<ObjectKey, KubeObject>;
  readonly refused: ReadonlyMap<ObjectKey, string>;
  readonly warnings: readonly Condition[];
}

/** For when nobody was asked. */
export const NOBODY: Foreigners = { live: new Map(), refused: new Map(), warnings: [] };

/** Which of these objects exist as somebody else's, and whether they may be taken over. */
export async function foreigners(
  { workspace, inputs, options }: World,
  targets: ReadonlyMap<ObjectKey, KubeObject>,
): Promise<Foreigners> {
  const live = new Map<ObjectKey, KubeObject>();
  const refused = new Map<ObjectKey, string>();
  const warnings: Condition[] = [];
  for (const [key, object] of await lookUp(workspace, targets)) {
    const judged = judgeForeign(workspace, key, object, {
      adopt: inputs.adopt,
      failOnShared: options.failOnSharedResource,
    });
    if (judged.verdict === "refuse") refused.set(key, judged.reason);
    else {
      live.set(key, object);
      if (judged.warning !== undefined)
        warnings.push({ type: "SharedResourceWarning", message: judged.warning });
    }
  }
  return { live, refused, warnings };
}
