import type { z } from "zod";
import type { Problem } from "../model/shared/problem.js";
import type { NotYetField } from "./not-yet.js";
import type { ProjectFiles } from "./raw-stack.js";
import type { Item } from "./references/check.js";
import type { LateField, LateValue } from "./references/scan.js";

/**
 * One top-level key of the stack file as data: `groundplan:<key>` and `groundplan:<key>Secrets`. A system is one
 * folder or file with such a row, one line in `sections.ts` and one in {@link StackSettings}.
 *
 * @typeParam P What the schema yields.
 * @typeParam S The settings that the program works with.
 */
export interface Section<P, S> {
  readonly key: string;
  /** Strict schema that fills defaults. */
  readonly schema: z.ZodType<P>;
  /** Schema of the secrets. Left out when the system has none. */
  readonly secrets?: z.ZodType;
  /**
   * `targets` are read by provider processes as they stand, so they hold neither references nor escapes;
   * `system` is something that stacks deploy.
   */
  readonly sort: "targets" | "system";
  /** Fields of a system that may hold references. Default none. */
  readonly late?: readonly LateField[];
  /** Paths of texts that belong to somebody else's language; see `scanReferences`. Default none. */
  readonly verbatim?: readonly (readonly string[])[];
  /** Fields that are refused as not supported yet, rather than as unknown. Default none. */
  readonly notYet?: readonly NotYetField[];
  /**
   * What takes the place of required members that are faulty, so that the rest of the section is checked in the same
   * run. Default none.
   */
  readonly placeholders?: Readonly<Record<string, unknown>>;
  /**
   * Everything a schema cannot say. Members that do not fit the schema have been reported and taken out; the settings
   * are used only when there were none.
   */
  finish(parsed: P, context: SectionContext): Finished<S>;
}

/** What a section may look at besides itself. */
export interface SectionContext {
  /** The section's secrets as written; encrypted ones have unknown values. Undefined when there are none. */
  readonly secrets: unknown;
  /** Whether the secrets are encrypted as a whole, so that nothing can be said of them. */
  readonly secretsSealed: boolean;
  /** Names of the targets that the stack declares, by key: `clusters` → `["lab"]`. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** Clusters that previews do without, so that what leads to them may be missing. */
  readonly offlineClusters: ReadonlySet<string>;
  readonly files: ProjectFiles;
}

/** What came out of a section. Settings are absent when a fault makes them useless. */
export interface Finished<S> {
  readonly settings?: S;
  readonly problems: readonly Problem[];
  /** What references may name. Default none. */
  readonly items?: readonly Item[];
  /** References in files that the section names. Default none. */
  readonly late?: readonly LateValue[];
}
