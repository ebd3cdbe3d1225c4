import type { InputChange, KindInputs } from "../../runtime/kind.js";

/** Inputs that are sent to no explorer. */
const UNSENT = ["reservation"];

/**
 * `replaceWhen` of kinds that explorers keep, too: what is signed cannot be changed there, so that every change
 * replaces the workload. On nodes of the stack nothing more replaces than the kind says.
 *
 * @param renewed inputs whose change an explorer's workload takes by a newer one in its place
 */
export function signedByExplorer<I extends KindInputs>(
  ...renewed: readonly (keyof I & string)[]
): (change: InputChange<I>) => readonly (keyof I & string)[] {
  return ({ changed, olds, news }) =>
    olds["explorer"] === undefined && news["explorer"] === undefined
      ? []
      : changed.filter((field) => !UNSENT.includes(field) && !renewed.includes(field));
}
