/**
 * `groundplan/kinds`: what a project needs to define kinds of its own. Name the module that exports them in the
 * project's `package.json`, `"groundplan": { "kinds": "./dist/kinds.js" }`.
 */
export { Failure } from "../model/shared/errors.js";
export { OWNER_ANNOTATION, TOKEN_ANNOTATION, ownerHash, ownerMark } from "../model/shared/ownership.js";
export type { Problem } from "../model/shared/problem.js";
export { commonInputs } from "./runtime/common-inputs.js";
export type { KindContext } from "./runtime/context.js";
export { PartialFailure, Unauthorized, Unreachable } from "./runtime/failure.js";
export {
  defineKind,
  type AnyKind,
  type Kind,
  type KindHandlers,
  type KindState,
  type KindTimeouts,
  type PlanRequest,
} from "./runtime/kind.js";
export { decideOwnership, mayDelete, type Marks, type OwnMarks } from "./runtime/ownership.js";
export type { Plan } from "./runtime/plan.js";
export { KindResource, type KindArg, type KindArgs } from "./runtime/resource.js";
export type { TargetType } from "./runtime/target.js";
