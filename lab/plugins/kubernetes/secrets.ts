import { isObject } from "../../../model/shared/json.js";
import { isSecret, plain, secret, secretsLike, type Bag } from "../rpc/bag.js";
import { checkpointBag, type Checkpoint } from "./object.js";

/**
 * Marks secrets in an object's fields: what was secret in the inputs it comes from, and always the contents of a
 * Secret.
 */
export function markSecrets(fields: Bag, inputs: Bag): Bag {
  const marked = secretsLike(fields, inputs);
  if (plain(marked["kind"]) !== "Secret") return marked;
  for (const key of ["data", "stringData"]) {
    if (marked[key] !== undefined) marked[key] = secret(marked[key]);
  }
  return marked;
}

/** A checkpoint as outputs, secrets marked in the live object and in the recorded inputs. */
export function secretCheckpoint(checkpoint: Checkpoint, inputs: Bag): Bag {
  const state = markSecrets(checkpointBag(checkpoint), inputs);
  const recorded = state["__inputs"];
  if (isObject(recorded) && !isSecret(recorded)) state["__inputs"] = markSecrets(recorded, inputs);
  return state;
}
