import { tektonProblems } from "../../../../model/artifact/request/validate.js";
import { requestWith } from "../request/requests.js";

export type Parts = Parameters<typeof requestWith>[0];
/** What is wrong, the request's parts, where, and what is said. */
export type Row = readonly [what: string, parts: Parts, path: string, reason: string];

export const TASK = "build.tasks[0]";
export const SPEC = `${TASK}.spec`;
export const STEP = `${SPEC}.steps[0]`;
export const LABEL_RULE = "must consist of lower-case letters, digits and dashes, at most 63";

/** A task that is given a value for its parameter `p`. */
export const value = (text: unknown): object => ({ paramValues: [{ name: "p", value: text }] });

/** One test a row: Tekton's admission would refuse what the request becomes, and that is told with its place. */
export function refuses(rows: readonly Row[]): void {
  it.each(rows)("%s", (_what, parts, path, reason) => {
    expect(tektonProblems(requestWith(parts))).toContainEqual(
      expect.objectContaining({ path, reason, source: "tekton" }),
    );
  });
}
