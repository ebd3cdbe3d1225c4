import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { HubSyncInputs, HubSyncOutputs } from "../hub-sync.js";
import { readNames } from "./texts.js";

/**
 * Which repositories are aggregated anew, a line each. It compares declarations only: what others did to the cluster
 * is found by a refresh, and a preview stays cheap. While facts of images are not known yet, it names those that come
 * and go.
 */
export function planSync(
  context: Pick<KindContext, "warn">,
  { old, news, unknown }: PlanRequest<HubSyncInputs, HubSyncOutputs>,
): Plan | undefined {
  const { organizations = {}, repositories, images } = news;
  warnOfCreators(context, old?.inputs.organizations ?? {}, organizations);
  if (repositories === undefined) return undefined;
  const before = old?.inputs;
  const names = [
    ...new Set([...Object.keys(before?.repositories ?? {}), ...Object.keys(repositories)]),
  ].sort();
  const steps = [
    ...added(before?.organizations ?? {}, organizations).map((name) => `${name}: list its repositories`),
    ...names.flatMap((name) => {
      const [had, has] = [before?.repositories[name], repositories[name]];
      if (has === undefined) return [`${name}: aggregate no more`];
      const changed = (object: string): boolean =>
        images !== undefined && images[object] !== before?.images[object];
      const changes = imageChanges(had, has, changed);
      if (had === undefined)
        return [`${name}: aggregate${changes === "" ? ", without images" : `: ${changes}`}`];
      return changes === "" ? [] : [`${name}: ${changes}`];
    }),
    ...(before?.outOfStep ?? []).map((name) => `${name}: repair what was changed outside`),
  ];
  return {
    summary: "aggregate images",
    steps,
    ...(steps.length === 0 && unknown.includes("images")
      ? { notes: ["an image's size, time or keywords may change its repository"] }
      : {}),
  };
}

/** `add a, b; update c; remove d`. */
function imageChanges(had = "[]", has: string, changed: (object: string) => boolean): string {
  const [before, after] = [new Set(readNames(had)), readNames(has)];
  const staying = new Set(after);
  const groups: readonly (readonly [verb: string, objects: readonly string[]])[] = [
    ["add", after.filter((object) => !before.has(object))],
    ["update", after.filter((object) => before.has(object) && changed(object))],
    ["remove", [...before].filter((object) => !staying.has(object))],
  ];
  return groups
    .filter(([, objects]) => objects.length > 0)
    .map(([verb, objects]) => `${verb} ${objects.join(", ")}`)
    .join("; ");
}

function added(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  return Object.keys(after).filter((name) => before[name] === undefined);
}

function warnOfCreators(
  context: Pick<KindContext, "warn">,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): void {
  for (const [name, creator] of Object.entries(after)) {
    const earlier = before[name];
    if (earlier === undefined || earlier === creator) continue;
    context.warn(
      `the creator of organization ${name} changes from ${earlier || "nobody"} to ${creator || "nobody"}; ` +
        "who made an organization is settled when it is made, and a later change is not checked by anybody",
    );
  }
}
