import {
  groupVersionKind,
  type KubeObject,
  objectKey,
  type ObjectKey,
} from "../../../model/shared/kubernetes-object.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { objectOptions } from "../../../model/workspace/sync/options.js";
import { looksModified, objectToSend, type Rules, type Wanted } from "./assess.js";
import type { Findings } from "./findings.js";
import { hasNamespace, type World } from "./world.js";

/** What of a workspace's settings decides about every object. */
export function rulesOf({ inputs, options }: World): Rules {
  return {
    ignore: inputs.ignoreDifferences,
    respectIgnored: options.respectIgnoreDifferences,
    force: inputs.force,
    adopt: inputs.adopt,
  };
}

/** One declared object with its options. */
export function wantedOf(
  world: World,
  key: ObjectKey,
  object: KubeObject,
  live: KubeObject | undefined,
  untried?: string,
): Wanted {
  const options = objectOptions(object, world.options, live);
  return { key, object, options, live, untried, recorded: world.recorded };
}

/** Whether an object is applied, as opposed to a hook and to what is left alone. */
export function isResource(target: KubeObject): boolean {
  const { isHook, skip } = hookOf(target);
  return !isHook && !skip && target.metadata.name !== undefined;
}

/** Declared objects of which the workspace has none in the cluster, and of which there may be somebody else's. */
export function missingTargets(
  world: World,
  isDoubted: (key: ObjectKey) => boolean = () => true,
): ReadonlyMap<ObjectKey, KubeObject> {
  return new Map(
    world.targets.filter(isResource).flatMap((target) => {
      const key = objectKey(target);
      const { namespace } = target.metadata;
      const isPossible =
        world.serves(groupVersionKind(target)) &&
        (namespace === undefined || hasNamespace(world, namespace) !== false);
      return isPossible && !world.live.objects.has(key) && isDoubted(key) ? [[key, target] as const] : [];
    }),
  );
}

/** Keys of the declared objects that look different from the live ones, or have none. */
export function differing(
  world: World,
  findings: Findings,
  foreign: ReadonlyMap<ObjectKey, KubeObject>,
): ReadonlySet<ObjectKey> {
  const rules = rulesOf(world);
  const { workspace } = world;
  return new Set(
    world.targets.filter(isResource).flatMap((target) => {
      const key = objectKey(target);
      const live = world.live.objects.get(key) ?? foreign.get(key);
      const wanted = wantedOf(world, key, target, live);
      const same =
        live !== undefined &&
        (!looksModified(workspace, wanted, rules) ||
          findings.isInSync(key, objectToSend(workspace, wanted, rules), live));
      return same ? [] : [key];
    }),
  );
}
