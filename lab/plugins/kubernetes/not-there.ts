import { Failure } from "../../../model/shared/errors.js";

/** A file that leads to the cluster does not exist (yet, or any more). */
export class NotThere extends Failure {}
