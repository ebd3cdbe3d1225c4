import { z } from "zod";
import type { Item } from "../references/check.js";
import type { LateField } from "../references/scan.js";
import type { Section } from "../section.js";
import { dependencyProblems } from "./dependencies.js";
import { NOT_YET } from "./not-yet.js";
import { checkWorkspace } from "./one-workspace.js";
import { workspaceId, workspaceSchema, type DeclaredWorkspace } from "./schema.js";
import type { WorkspaceSettings } from "./settings.js";

const SYSTEM = "workspaces";
const OUTPUTS = ["revision", "health", "sync"];

/** Fields of a source that a template puts into objects, so that a value may come later. */
const LATE: readonly (readonly string[])[] = [
  ["helm", "parameters", "*", "value"],
  ["helm", "values"],
  ["helm", "valuesObject", "**"],
  ["kustomize", "images", "*"],
  ["kustomize", "commonAnnotations", "*"],
  ["kustomize", "patches", "*", "patch"],
];

/** `groundplan:workspaces`: objects from git revisions, synchronised with clusters. */
export const workspaces: Section<Record<string, DeclaredWorkspace>, readonly WorkspaceSettings[]> = {
  key: SYSTEM,
  schema: z.record(workspaceId, workspaceSchema),
  sort: "system",
  notYet: NOT_YET,
  late: [["*"], ["*", "source"]].flatMap((above) =>
    LATE.map((path): LateField => ({ path: [...above, ...path], form: "image", inside: true })),
  ),
  finish: (parsed, context) => {
    const checked = Object.entries(parsed).map(([name, declared]) => checkWorkspace(name, declared, context));
    const settings = checked.map((one) => one.settings);
    const among = dependencyProblems(settings);
    return {
      settings,
      problems: [...checked.flatMap(({ faults }) => faults.problems), ...among],
      items: settings.map((one) => itemOf(one, among.length === 0)),
    };
  },
};

/** A circle among the workspaces themselves has been told; references are checked without it. */
function itemOf({ name, path, dependsOn }: WorkspaceSettings, isOrdered: boolean): Item {
  const after = isOrdered ? dependsOn.map(({ workspace }) => workspace) : [];
  return { system: SYSTEM, id: name, path, outputs: OUTPUTS, after };
}
