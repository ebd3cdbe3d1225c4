import type { Section } from "../section.js";
import { hubProblems } from "./checks.js";
import { imagehubSchema, type ImageHubSection } from "./schema.js";

/** `groundplan:imagehub`, checked. */
export type ImageHubSettings = ImageHubSection;

/** `groundplan:imagehub`: an image catalogue on a cluster. */
export const imagehub: Section<ImageHubSection, ImageHubSettings> = {
  key: "imagehub",
  schema: imagehubSchema,
  sort: "system",
  finish: (parsed, context) => ({ settings: parsed, problems: hubProblems(parsed, context) }),
};
