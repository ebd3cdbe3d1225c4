import { z } from "zod";
import { canonicalJson } from "../../../model/shared/json.js";

const names = z.array(z.string().min(1));
const facts = z.strictObject({
  size: z.int().min(0).optional(),
  creatTime: z.string().optional(),
  keywords: z.array(z.string()).optional(),
});

/** What of an image shows in its repository's status and labels. Absent is what the API server makes of it. */
export type ImageFacts = z.infer<typeof facts>;

/** What has been aggregated into a repository. */
export interface Aggregate {
  /** Newest first. */
  readonly tags: readonly string[];
  /** Empty when there is no tag. */
  readonly latestTag: string;
  /** Those that are labels of the repository. */
  readonly keywords: readonly string[];
}

/** Why a text is no JSON list of object names. */
export function namesFault(text: string): string | undefined {
  return fits(names, text) ? undefined : "must be a JSON list of object names";
}

/** Why a text is no JSON of {@link ImageFacts}. */
export function factsFault(text: string): string | undefined {
  return fits(facts, text) ? undefined : "must be a JSON object with size, creatTime and keywords at most";
}

/** @throws when {@link namesFault} finds one */
export function readNames(text: string): readonly string[] {
  return names.parse(JSON.parse(text));
}

/** @throws when {@link factsFault} finds one */
export function readFacts(text: string): ImageFacts {
  return facts.parse(JSON.parse(text));
}

/** The one text of a set of names. */
export function namesText(objects: Iterable<string>): string {
  return canonicalJson([...new Set(objects)].sort());
}

/** The one text of facts; no keywords and an empty list are the same to the aggregation. */
export function factsText({ size, creatTime, keywords = [] }: ImageFacts): string {
  return canonicalJson({
    ...(size === undefined ? {} : { size }),
    ...(creatTime === undefined ? {} : { creatTime }),
    ...(keywords.length === 0 ? {} : { keywords }),
  });
}

/** {@link namesText} of a text. */
export function canonicalNames(text: string): string {
  return namesText(readNames(text));
}

/** {@link factsText} of a text. */
export function canonicalFacts(text: string): string {
  return factsText(readFacts(text));
}

function fits(schema: z.ZodType, text: string): boolean {
  try {
    return schema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
