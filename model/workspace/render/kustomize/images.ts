import type { JsonObject, JsonValue } from "../../../shared/json.js";
import { namedEntries } from "./named-entries.js";

/** As a new name, tag or digest: what the kustomization says. */
const KEEP = "*";

/** One replacement of an image, as a kustomization has it. */
interface ImageOverride {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/**
 * Reads `[old=]new[:tag][@digest]`, as `kustomize edit set image` does.
 * @returns undefined when the text changes nothing.
 */
export function parseImage(text: string): ImageOverride | undefined {
  const equals = text.indexOf("=");
  const reference = text.slice(equals + 1);
  const { name, newTag, digest } = splitReference(reference);
  if (name === "" || equals === 0 || name === text) return undefined;
  const changed = {
    ...(newTag === undefined ? {} : { newTag }),
    ...(digest === undefined ? {} : { digest }),
  };
  return equals === -1 ? { name, ...changed } : { name: text.slice(0, equals), newName: name, ...changed };
}

/** The images of a kustomization with others over them; an entry of the same name is replaced as a whole. */
export function withImages(
  written: JsonValue | undefined,
  overrides: readonly ImageOverride[],
): readonly JsonObject[] {
  const named = namedEntries(written);
  for (const override of overrides) {
    const before = named.get(override.name) ?? {};
    const kept = (field: "newName" | "newTag" | "digest"): JsonObject => {
      const value = override[field] === KEEP ? before[field] : override[field];
      return value === undefined ? {} : { [field]: value };
    };
    named.set(override.name, {
      name: override.name,
      ...kept("newName"),
      ...kept("newTag"),
      ...kept("digest"),
    });
  }
  return [...named.values()];
}

function splitReference(reference: string): { name: string; newTag?: string; digest?: string } {
  const [, name = "", newTag, digest] = /^(.*?)(?::([^:/@]*))?(?:@(.*))?$/.exec(reference) ?? [];
  return {
    name,
    ...(newTag === undefined ? {} : { newTag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
