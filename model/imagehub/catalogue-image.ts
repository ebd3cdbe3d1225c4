import { isObject } from "../shared/json.js";
import { EPOCH } from "./constants.js";
import { normaliseTime } from "./value-rules.js";

/**
 * An Image as the cluster has it, whoever wrote it, read without trust: what has a wrong type counts as absent.
 */
export interface CatalogueImage {
  /** `metadata.name`. */
  readonly metaName: string;
  /** `spec.name`. */
  readonly name: string;
  readonly type?: string;
  readonly detail: CatalogueDetail;
}

/** `spec.detail` of an Image, as far as it is aggregated. */
export interface CatalogueDetail {
  readonly keywords: readonly string[];
  readonly description?: string;
  readonly icon?: string;
  readonly docs?: string;
  readonly ID?: string;
  readonly arch?: string;
  /** Bytes; 0 when unknown. */
  readonly size: number;
  /** RFC 3339 in whole seconds; 1970 when unknown. */
  readonly creatTime: string;
}

/** Reads an Image object. Undefined when it has no name of its own or in the catalogue. */
export function readCatalogueImage(object: unknown): CatalogueImage | undefined {
  const metadata = member(object, "metadata");
  const spec = member(object, "spec");
  const detail = member(spec, "detail");
  const metaName = text(metadata, "name");
  const name = text(spec, "name");
  if (metaName === undefined || name === undefined) return undefined;
  const keywords = member(detail, "keywords");
  const size = member(detail, "size");
  return {
    metaName,
    name,
    ...texts(spec, ["type"]),
    detail: {
      ...texts(detail, ["description", "icon", "docs", "ID", "arch"]),
      keywords: Array.isArray(keywords)
        ? keywords.filter((keyword): keyword is string => typeof keyword === "string")
        : [],
      size: typeof size === "number" ? size : 0,
      creatTime: normaliseTime(text(detail, "creatTime") ?? EPOCH) ?? EPOCH,
    },
  };
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function texts<K extends string>(value: unknown, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const content = text(value, key);
    if (content !== undefined) found[key] = content;
  }
  return found;
}
