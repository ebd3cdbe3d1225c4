import { isObject } from "../../model/shared/json.js";

const WORKSPACES = "workspaces";

/**
 * Clusters that previews do without: those that only workspaces with `preview: offline` name. All else in a stack file
 * names its cluster in a field `cluster`, somewhere.
 *
 * @param sections what the stack file says, by key, whether it fits the schema or not
 */
export function offlineClusters(sections: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const workspaces = membersOf(sections.get(WORKSPACES)).filter(isObject);
  const isOffline = ({ preview }: Record<string, unknown>): boolean => preview === "offline";
  const asked = new Set([
    ...workspaces.filter((workspace) => !isOffline(workspace)).flatMap(destination),
    ...[...sections].flatMap(([key, section]) => (key === WORKSPACES ? [] : clustersIn(section))),
  ]);
  return new Set(
    workspaces
      .filter(isOffline)
      .flatMap(destination)
      .filter((name) => !asked.has(name)),
  );
}

function destination(workspace: Record<string, unknown>): readonly string[] {
  const { destination: place } = workspace;
  const name = isObject(place) ? (place["cluster"] ?? place["name"]) : undefined;
  return typeof name === "string" ? [name] : [];
}

/** The texts of all fields `cluster`, however deep. */
function clustersIn(value: unknown): readonly string[] {
  const own = isObject(value) && typeof value["cluster"] === "string" ? [value["cluster"]] : [];
  return [...own, ...membersOf(value).flatMap(clustersIn)];
}

function membersOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
