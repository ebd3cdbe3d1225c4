import { type ExplorerError, isExplorerError } from "../../../clients/explorer/errors.js";
import { signedHeaders } from "../../../model/reservation/sign/http-signature.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { Failure } from "../../../model/shared/errors.js";
import type { NodeOutputs } from "../../node/definition.js";
import type { Signed } from "./answer.js";
import { compose } from "./compose.js";
import type { ExplorerInputs, ExplorerWorkload } from "./definition.js";
import type { Marker } from "./marker.js";
import { findInvalid, findOrphans } from "./orphans.js";
import { poolAdvice } from "./pool-advice.js";
import { markerFor, nodeOf, signingCustomer, silentFor, type Site } from "./site.js";

/** A workload that the explorer has taken. */
export interface Placed {
  /** Decimal id. */
  readonly id: string;
  /** Empty for one that an earlier run has ordered. */
  readonly signed: Partial<Signed>;
}

/**
 * Orders a workload, or finds the one that an earlier run has ordered from the same inputs. It is handed in once: when
 * the answer gets lost, the explorer is asked for it.
 *
 * @param known id of the workload that the state has and this one follows
 */
export async function placeOrder<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  site: Site,
  inputs: I,
  known?: string,
): Promise<Placed> {
  const { context, client } = site;
  const customer = signingCustomer(site);
  const marker = markerFor(site, inputs, customer.seed);
  const earlier = await findEarlier(definition, site, inputs, marker, known);
  if (earlier !== undefined) return earlier;

  const node = await nodeOf(site, inputs.node);
  const silent = silentFor(node, site);
  if (silent !== undefined)
    context.warn(
      `node ${node.nodeId} has been silent for ${silent} minutes; the ${definition.sort} waits for it`,
    );
  const epoch = Math.floor(context.now() / 1000);
  const { workload, signed } = compose(definition, inputs, { customer, marker, node, epoch });
  try {
    const signer = (now: number) => ({ ...signedHeaders(customer.tid, now, customer.seed) });
    return { id: await client.postWorkload(workload, signer, { signal: context.signal }), signed };
  } catch (error) {
    if (isExplorerError(error, "LostAnswer")) {
      const { same } = await findOrphans(site, definition.type, marker, known);
      const [found] = same;
      if (found !== undefined) return { id: found.id, signed };
    }
    if (isExplorerError(error, "PaymentRequired"))
      throw await poolTooSmall(definition, site, workload, marker, error);
    throw error;
  }
}

async function findEarlier<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  site: Site,
  inputs: I,
  marker: Marker,
  known: string | undefined,
): Promise<Placed | undefined> {
  const { context, client } = site;
  const { same, other } = await findOrphans(site, definition.type, marker, known);
  const [first, ...more] = same;
  const left = [...more, ...other].map(({ id }) => id).join(", ");
  if (first === undefined && left !== "" && definition.holdsData === true && !inputs.allowDataLoss) {
    throw new Failure({
      what: `an earlier run has ordered ${left} for this resource, of other content`,
      where: client.where,
      next:
        "Take the change back to keep it, or set `allowDataLoss: true` to order another one beside it, and have " +
        "the old one deleted by its customer",
    });
  }
  if (left !== "") {
    context.warn(
      `workload ${left} on ${client.where} is marked as this resource's, too, and draws on its pool; delete it ` +
        "when it is not needed",
    );
  }
  if (first === undefined) return undefined;
  context.info(`workload ${first.id} was ordered by an earlier run and is taken over`);
  return { id: first.id, signed: {} };
}

async function poolTooSmall<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  { type, sort }: ExplorerWorkload<I, O, W>,
  site: Site,
  workload: W,
  marker: Marker,
  cause: ExplorerError,
): Promise<Failure> {
  const { client, context } = site;
  const { signal } = context;
  const [pool, invalid] = await Promise.all([
    client.pool(workload.poolId, { signal }),
    findInvalid(site, type, marker),
  ]);
  const now = Math.floor(context.now() / 1000);
  const lacks = pool === undefined ? `pool ${workload.poolId} is gone` : poolAdvice(pool, workload, now);
  const record = invalid === undefined ? "" : `; the explorer keeps it as invalid record ${invalid.id}`;
  return new Failure({
    what: `the ${sort} cannot be paid for: ${lacks}${record}`,
    where: client.where,
    next: "Raise the units of the capacity pool and run `pulumi up` again",
    cause,
  });
}
