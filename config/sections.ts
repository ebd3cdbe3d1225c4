import { clusters } from "./clusters.js";
import { imagehub } from "./imagehub/section.js";
import { registries } from "./registries.js";

/** Every section this version reads. A system adds its row here and its line in `stack-settings.ts`. */
export const SECTIONS = { clusters, registries, imagehub } as const;
