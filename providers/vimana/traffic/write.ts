import { describeRef, refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { OWNER_ANNOTATION, TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import type { Weights } from "../../../model/vimana/rollout/shares.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import { decideOwnership } from "../../runtime/ownership.js";
import { carrierText } from "./carrier-texts.js";
import { FIELD_MANAGER } from "./field-owners.js";
import { type Found, type Look, lookOf } from "./look.js";
import { bearsMarks, type Marks, withMarks } from "./marks.js";
import { projected } from "./projection.js";
import type { Server } from "./server.js";

/** What the carriers are to hold. */
export interface Content extends Marks {
  /** Weights of one carrier, by what was found of it. */
  weights(found: Found): Weights;
  /** Called with what a carrier has before it is written; what it throws keeps the carrier as it is. */
  check?(found: Found, index: number): void;
}

/** One carrier of several. */
interface Part {
  readonly content: Content;
  readonly index: number;
  readonly onWrite: () => void;
}

const NO_MARKS: Marks = { rollout: undefined, draining: undefined };

/**
 * Brings the carriers to their declared form with these weights, one after the other. Each is one write, and only if
 * the carrier is still what was looked at; otherwise it is looked at again and judged anew. The first bears the marks.
 * What is as it should be is not written.
 *
 * @param onWrite called before a request that may change something
 */
export async function write(
  server: Server,
  look: Look,
  content: Content,
  onWrite: () => void,
): Promise<Look> {
  const written: KubeObject[] = [];
  for (const [index, found] of look.carriers.entries()) {
    written.push(await writeOne(server, look, found, { content, index, onWrite }));
  }
  return lookOf(server.declared, written, look.naming);
}

async function writeOne(
  server: Server,
  look: Look,
  found: Found,
  { content, index, onWrite }: Part,
): Promise<KubeObject> {
  const { client, context } = server;
  const { object, carrier } = found;
  const marks = index === 0 ? content : NO_MARKS;
  let attempts = 0;
  return retryConflicts(context.signal, async () => {
    const current = attempts++ === 0 ? found : await foundAgain(server, look, found);
    const { live } = current;
    checkOwner(server, object, live);
    if (live !== undefined) content.check?.(current, index);
    const full = carrier.withWeights(object, content.weights(current), look.naming);
    if (live !== undefined && bearsMarks(live, context.token, marks) && isSame(full, live)) return live;
    context.signal.throwIfAborted();
    onWrite();
    return client.apply(versioned(withMarks(full, context.token, marks), live), {
      fieldManager: FIELD_MANAGER,
      // Carriers are wholly ours; one that appeared since it was looked for is not, and is looked at first.
      force: live !== undefined,
    });
  });
}

async function foundAgain(server: Server, look: Look, { object, carrier }: Found): Promise<Found> {
  const live = await server.client.get(refOf(object));
  return { object, carrier, live, weights: live === undefined ? {} : carrier.weightsOf(live, look.naming) };
}

function isSame(full: KubeObject, live: KubeObject): boolean {
  return carrierText(projected(full, live)) === carrierText(full);
}

/** The version that was looked at makes the write fail when the object is another one by now. */
function versioned(object: KubeObject, live: KubeObject | undefined): KubeObject {
  const { resourceVersion } = live?.metadata ?? {};
  if (resourceVersion === undefined) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function checkOwner({ context, inputs }: Server, object: KubeObject, live: KubeObject | undefined): void {
  const found = live?.metadata.annotations ?? {};
  if (live === undefined || found[TOKEN_ANNOTATION] === context.token) return;
  const mark = object.metadata.annotations?.[OWNER_ANNOTATION] ?? "";
  const decision = decideOwnership(found, { mark, token: context.token }, inputs.adopt);
  if (decision.action !== "refuse") return;
  throw new Failure({
    what: decision.reason,
    where: `${describeRef(refOf(object))} on cluster ${inputs.cluster}`,
  });
}
