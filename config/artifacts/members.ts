import type { z } from "zod";
import { MAX_ARTIFACT_NAME } from "../../model/artifact/names.js";
import { isDnsLabel } from "../../model/shared/names.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand } from "../commands.js";
import { problemsOf } from "../issues.js";

/** Members of a group, each checked by itself, so that a fault in one hides none in another. */
export interface Members<T> {
  /** All ids, those of faulty members among them. */
  readonly ids: readonly string[];
  /** Those without faults of form. */
  readonly sound: Readonly<Record<string, T>>;
  readonly problems: readonly Problem[];
}

/** What ids of a group may be; the answer is the rule that one breaks. */
export type IdRule = (id: string) => string | undefined;

/** Ids that are parts of references. */
export const wordId: IdRule = (id) =>
  /^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(id)
    ? undefined
    : "ids are letters, digits, dashes and underscores, and begin and end with a letter or digit";

/** Ids that are parts of the names of objects. */
export const objectId: IdRule = (id) =>
  isDnsLabel(id) && id.length <= MAX_ARTIFACT_NAME
    ? undefined
    : `the id is part of objects' names: at most ${MAX_ARTIFACT_NAME} lower-case letters, digits and dashes`;

/** Checks the form of a group's members. */
export function checkMembers<T>(
  group: string,
  members: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  rule: IdRule,
): Members<T> {
  const checked = Object.entries(members).map(([id, value]) => {
    const at = ["artifacts", group, id];
    const path = formatPropertyPath(at);
    const reason = rule(id);
    const named = reason === undefined ? [] : [{ path, reason, fix: removeCommand(path) }];
    const parsed = schema.safeParse(value);
    if (!parsed.success)
      return {
        id,
        data: undefined,
        problems: [...named, ...problemsOf(parsed.error, { schema, value, at })],
      };
    return { id, data: reason === undefined ? parsed.data : undefined, problems: named };
  });
  return {
    ids: checked.map(({ id }) => id),
    sound: Object.fromEntries(checked.flatMap(({ id, data }) => (data === undefined ? [] : [[id, data]]))),
    problems: checked.flatMap(({ problems }) => problems),
  };
}
