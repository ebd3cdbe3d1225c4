import { z } from "zod";
import type { Problem } from "../model/shared/problem.js";
import type { NotYetField } from "./not-yet.js";
import type { Section, SectionContext } from "./section.js";
import { targetName } from "./target-names.js";

/** One type of target as data. */
export interface TargetRow<S> {
  readonly key: string;
  /** Strict schema of one target's settings. */
  readonly settings: z.ZodType<S>;
  /** Strict schema of one target's secrets. */
  readonly secrets: z.ZodType;
  /** Fields of one target that are not supported yet. Default none. */
  readonly notYet?: readonly NotYetField[];
  /** What a schema cannot say of one target. */
  problemsOf(name: string, settings: S, context: SectionContext): readonly Problem[];
}

/** The section of a type of target: `groundplan:<key>` and `groundplan:<key>Secrets`, both by the targets' names. */
export function targetSection<S>(row: TargetRow<S>): Section<Record<string, S>, Readonly<Record<string, S>>> {
  return {
    key: row.key,
    schema: z.record(targetName, row.settings),
    secrets: z.record(targetName, row.secrets),
    sort: "targets",
    notYet: (row.notYet ?? []).map(({ path, ...field }) => ({ ...field, path: ["*", ...path] })),
    finish: (parsed, context) => ({
      settings: parsed,
      problems: Object.entries(parsed).flatMap(([name, settings]) => row.problemsOf(name, settings, context)),
    }),
  };
}
