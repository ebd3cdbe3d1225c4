import type { DirectoryNode, ExplorerClient } from "../../../clients/explorer/types.js";
import { keyedDigest } from "../../../model/reservation/crypto/keyed-digest.js";
import { keyOfNodeId } from "../../../model/reservation/sign/public-key.js";
import type { Customer } from "../../../model/reservation/sign/order.js";
import { Failure } from "../../../model/shared/errors.js";
import { ownerHash, ownerMark } from "../../../model/shared/ownership.js";
import { canonicalText } from "../../runtime/canonical.js";
import { commonInputNames } from "../../runtime/common-inputs.js";
import type { KindContext } from "../../runtime/context.js";
import { openExplorer } from "../../targets/explorer.js";
import type { SigningIdentity } from "../../targets/identity.js";
import type { ExplorerInputs } from "./definition.js";
import type { Marker } from "./marker.js";

/** Seconds without a sign of life after which a node counts as down. */
const SILENCE = 600;

/** An explorer as one resource works with it. */
export interface Site {
  readonly context: KindContext;
  readonly client: ExplorerClient;
  /** Whose workloads these are. */
  readonly customer: SigningIdentity;
}

/** What a workload says of where it is kept. */
export type Place = Pick<ExplorerInputs, "explorer" | "identity">;

/** Opens the explorer that inputs name. Nothing is connected yet. */
export async function openSite(context: KindContext, { explorer, identity }: Place): Promise<Site> {
  if (explorer === undefined) throw new Failure({ what: "names no explorer", next: "Set `explorer`" });
  const { client, customer } = await openExplorer(context, explorer, identity);
  return { context, client, customer };
}

/** The customer with the seed, for what has to be signed. */
export function signingCustomer({ customer: { name, tid, seed } }: Pick<Site, "customer">): Customer {
  if (seed !== undefined) return { tid, seed };
  throw new Failure({
    what: "has a public key alone, and cannot sign",
    where: `groundplan:identities.${name}`,
    next: `Keep the seed with \`pulumi config set --secret --path 'groundplan:identitiesSecrets.${name}.seed'\``,
  });
}

/** What the workload of this resource and these inputs is marked with. */
export function markerFor({ context }: Site, inputs: ExplorerInputs, seed: Uint8Array): Marker {
  const sent = Object.entries(inputs).filter(
    ([field]) => !commonInputNames.has(field) && field !== "reservation",
  );
  return {
    owner: ownerHash(ownerMark(context.scope, context.resource)),
    inputs: keyedDigest(seed, "groundplan inputs", canonicalText(Object.fromEntries(sent))),
  };
}

/**
 * The node as the directory has it.
 * @throws Failure when none is named, there is none, or its key is not the one that its id says
 */
export async function nodeOf({ client, context }: Site, nodeId: string | undefined): Promise<DirectoryNode> {
  if (nodeId === undefined) throw new Failure({ what: "names no node", next: "Set `node`" });
  const node = await client.node(nodeId, { signal: context.signal });
  const where = `node ${nodeId} on ${client.where}`;
  if (node === undefined || node.deleted) {
    throw new Failure({ what: "does not exist", where, next: "Choose another node of the directory" });
  }
  const key = keyOfNodeId(nodeId);
  if (key === undefined || key !== node.publicKey.toLowerCase()) {
    throw new Failure({
      what: "has another key in the directory than its id says; secrets would be encrypted for somebody else",
      where,
      next: "Correct the id, which is base58 of the node's public key, or tell the explorer's operator",
    });
  }
  return node;
}

/** For how long a node has been silent, in minutes; undefined while it counts as up. */
export function silentFor({ updated }: DirectoryNode, { context }: Site): number | undefined {
  const seconds = Math.floor(context.now() / 1000) - updated;
  return seconds > SILENCE ? Math.floor(seconds / 60) : undefined;
}
