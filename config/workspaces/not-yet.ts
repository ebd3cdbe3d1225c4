import { UNSUPPORTED_SOURCE_FIELDS } from "../../model/workspace/render/unsupported.js";
import type { NotYetField } from "../not-yet.js";

const BY_UP = "remove it; a workspace is synchronised when you run pulumi up";

/** Fields of a source that are not done yet, and what to do instead. */
const OF_SOURCE: readonly NotYetField[] = UNSUPPORTED_SOURCE_FIELDS.map(({ path, fix }) => ({
  path,
  instead: fix,
}));

/**
 * Fields of the document's workspaces that are not done yet. Each would change what is deployed or when, so that
 * ignoring one could do harm.
 */
export const NOT_YET: readonly NotYetField[] = [
  ...OF_SOURCE,
  ...OF_SOURCE.map((field) => ({ ...field, path: ["source", ...field.path] })),
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
