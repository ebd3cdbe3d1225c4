import type { JsonObject, JsonValue } from "../../../shared/json.js";
import type { Problem } from "../../../shared/problem.js";
import { asJsonObject } from "../../compare/as-json.js";
import { substitute, type BuildEnvironment } from "../environment.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";
import { RenderError } from "../render-error.js";
import type { KustomizeSettings } from "../source.js";
import { parseImage, withImages } from "./images.js";
import { namedEntries } from "./named-entries.js";

/**
 * A kustomization as the source's settings change it, like `kustomize edit` does one after the other: names,
 * namespace, images and replicas replace what is written; labels and annotations only when that is forced; patches and
 * components come after those that are written.
 *
 * @param components Those of the settings that are to be added.
 * @throws RenderError for labels and annotations that are written already, and for images that change nothing.
 */
export function editKustomization(
  written: JsonObject,
  settings: KustomizeSettings,
  components: readonly string[],
  environment: BuildEnvironment,
): JsonObject {
  const problems: Problem[] = [];
  const edited = {
    ...written,
    ...stated("namePrefix", settings.namePrefix),
    ...stated("nameSuffix", settings.nameSuffix),
    ...stated("namespace", settings.namespace),
    ...editedImages(written, settings, environment, problems),
    ...editedReplicas(written, settings),
    ...editedLabels(written, settings, problems),
    ...editedAnnotations(written, settings, environment, problems),
    ...appended("patches", written, (settings.patches ?? []).map(asJsonObject)),
    ...appended("components", written, components),
  };
  if (problems.length > 0) throw new RenderError(problems);
  return edited;
}

function stated(field: string, value: string | undefined): JsonObject {
  return value === undefined || value === "" ? {} : { [field]: value };
}

function appended(field: string, written: JsonObject, more: readonly JsonValue[]): JsonObject {
  return more.length === 0 ? {} : { [field]: [...listOf(written[field]), ...more] };
}

function editedImages(
  written: JsonObject,
  { images = [] }: KustomizeSettings,
  environment: BuildEnvironment,
  problems: Problem[],
): JsonObject {
  const overrides = images.flatMap((image, index) => {
    const text = substitute(image, environment);
    const parsed = parseImage(text);
    if (parsed !== undefined) return [parsed];
    const reason = `"${text}" changes no image`;
    problems.push({
      path: `kustomize.images[${index}]`,
      reason,
      fix: "write it as [old=]new[:tag] or [old=]new[@digest]",
    });
    return [];
  });
  return overrides.length === 0 ? {} : { images: withImages(written["images"], overrides) };
}

function editedReplicas(written: JsonObject, { replicas = [] }: KustomizeSettings): JsonObject {
  if (replicas.length === 0) return {};
  const named = namedEntries(written["replicas"]);
  for (const { name, count } of replicas) named.set(name, { name, count: Number(count) });
  return { replicas: [...named.values()] };
}

function editedLabels(written: JsonObject, settings: KustomizeSettings, problems: Problem[]): JsonObject {
  const { commonLabels = {}, labelWithoutSelector, labelIncludeTemplates, forceCommonLabels } = settings;
  if (Object.keys(commonLabels).length === 0) return {};
  const path = "kustomize.commonLabels";
  if (labelWithoutSelector !== true) {
    if (labelIncludeTemplates === true) {
      const reason = "only counts with labelWithoutSelector: otherwise templates get the labels anyway";
      problems.push({ path: "kustomize.labelIncludeTemplates", reason, fix: "remove it" });
    }
    const labels = withPairs(written["commonLabels"], commonLabels, forceCommonLabels, path, problems);
    return { commonLabels: labels };
  }
  const includeTemplates = labelIncludeTemplates === true;
  const entries = listOf(written["labels"]);
  const at = entries.findIndex(
    (entry) =>
      isJsonObject(entry) &&
      entry["includeSelectors"] !== true &&
      entry["fields"] === undefined &&
      (entry["includeTemplates"] === true) === includeTemplates,
  );
  const before = entries[at];
  const pairs = withPairs(
    isJsonObject(before) ? before["pairs"] : undefined,
    commonLabels,
    forceCommonLabels,
    path,
    problems,
  );
  const entry = { pairs, ...(includeTemplates ? { includeTemplates } : {}) };
  return { labels: at === -1 ? [...entries, entry] : entries.with(at, entry) };
}

function editedAnnotations(
  written: JsonObject,
  settings: KustomizeSettings,
  environment: BuildEnvironment,
  problems: Problem[],
): JsonObject {
  const { commonAnnotations = {}, commonAnnotationsEnvsubst, forceCommonAnnotations } = settings;
  if (Object.keys(commonAnnotations).length === 0) return {};
  const added = Object.fromEntries(
    Object.entries(commonAnnotations).map(([key, value]) => [
      key,
      commonAnnotationsEnvsubst === true ? substitute(value, environment) : value,
    ]),
  );
  const path = "kustomize.commonAnnotations";
  return {
    commonAnnotations: withPairs(written["commonAnnotations"], added, forceCommonAnnotations, path, problems),
  };
}

function withPairs(
  written: JsonValue | undefined,
  added: Readonly<Record<string, string>>,
  force: boolean | undefined,
  path: string,
  problems: Problem[],
): JsonObject {
  const pairs = isJsonObject(written) ? written : {};
  for (const key of Object.keys(added)) {
    if (force === true || !Object.hasOwn(pairs, key)) continue;
    const setting = path.replace("kustomize.c", "kustomize.forceC");
    problems.push({
      path: `${path}["${key}"]`,
      reason: "is in the kustomization already",
      fix: `set ${setting}`,
    });
  }
  return { ...pairs, ...added };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}
