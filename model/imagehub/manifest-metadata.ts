import type { Problem } from "../shared/problem.js";
import { pathBelow } from "../shared/property-path.js";
import type { Declaration } from "./declarations.js";

/**
 * The labels of an object: those of its manifest, over which the API's own win. A manifest that has another name
 * or other values of the API's labels gets a warning, because the object will be called by the rules.
 */
export function ownLabels(
  declaration: Pick<Declaration<unknown>, "path" | "manifest">,
  objectName: string,
  labels: Readonly<Record<string, string>>,
): { readonly labels: Readonly<Record<string, string>>; readonly problems: readonly Problem[] } {
  const { manifest, path } = declaration;
  if (manifest === undefined) return { labels, problems: [] };
  const problems: Problem[] = [];
  if (manifest.name !== objectName) {
    const reason = `"${manifest.name}" becomes "${objectName}", which follows from spec.name`;
    problems.push({ path: pathBelow(path, ["metadata", "name"]), reason, severity: "warning" });
  }
  for (const [key, value] of Object.entries(labels)) {
    const given = manifest.labels[key];
    if (given !== undefined && given !== value) {
      const reason = `"${given}" becomes "${value}", which follows from spec.name`;
      problems.push({ path: pathBelow(path, ["metadata", "labels", key]), reason, severity: "warning" });
    }
  }
  return { labels: { ...manifest.labels, ...labels }, problems };
}
