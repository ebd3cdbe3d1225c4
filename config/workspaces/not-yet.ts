import type { NotYetField } from "../not-yet.js";

const ONE_SOURCE = "declare one workspace a source, and order them with dependsOn";
const BY_UP = "remove it; a workspace is synchronised when you run pulumi up";

/** Fields of a source that are not done yet, and what to do instead. */
const OF_SOURCE: readonly NotYetField[] = [
  { path: ["plugin"], instead: "remove it; render before you commit" },
  {
    path: ["chart"],
    instead: "remove it; commit the chart, or a chart that depends on it, and give its path",
  },
  { path: ["ref"], instead: ONE_SOURCE },
  { path: ["name"], instead: ONE_SOURCE },
  { path: ["directory", "jsonnet"], instead: "remove it; render before you commit" },
  { path: ["helm", "passCredentials"], instead: "remove it; keep the chart's dependencies in its charts/" },
  { path: ["kustomize", "version"], instead: "remove it; GROUNDPLAN_KUSTOMIZE names the binary" },
];

/**
 * Fields of the document's workspaces that are not done yet. Each would change what is deployed or when, so that
 * ignoring one could do harm.
 */
export const NOT_YET: readonly NotYetField[] = [
  ...OF_SOURCE,
  ...OF_SOURCE.map((field) => ({ ...field, path: ["source", ...field.path] })),
  { path: ["sources"], instead: ONE_SOURCE },
  { path: ["sourceHydrator"] },
  { path: ["project"] },
  { path: ["operation"], instead: BY_UP },
  { path: ["syncPolicy", "automated"], instead: BY_UP },
  { path: ["syncPolicy", "retry"], instead: "remove it; run pulumi up again" },
  { path: ["syncWindows"], instead: "remove it; run pulumi up inside the window" },
  { path: ["ignoreDifferences", "*", "jqPathExpressions"], instead: "name the fields with jsonPointers" },
  {
    path: ["destination", "server"],
    instead: "name the cluster: destination.cluster, from groundplan:clusters",
  },
].map((field) => ({ ...field, path: ["*", ...field.path] }));
