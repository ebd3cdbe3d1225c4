import type { ExplorerClient, ExplorerWire } from "../../clients/explorer/types.js";
import { poolReservationSchema } from "../../model/reservation/types/pool-reservation.js";
import { capacityPoolSchema } from "../../model/reservation/types/capacity-pool.js";
import { signingSignatureSchema } from "../../model/reservation/types/signing-signature.js";
import { pool } from "../../model/reservation/wire/codec.js";
import { Failure } from "../../model/shared/errors.js";
import {
  explorerSecrets,
  explorerSettings,
  isReadable,
  type ExplorerSecrets,
  type ExplorerSettings,
} from "../../model/shared/targets/explorer.js";
import type { TargetType } from "../runtime/target.js";
import { identityTarget, type SigningIdentity } from "./identity.js";
import type { NodeFinder } from "./node.js";
import { settingFile } from "./setting-file.js";

/** How the model looks on the wire of explorers that keep single workloads. */
export const EXPLORER_WIRE: ExplorerWire = {
  encodeWorkload: (workload) => pool.encodeWorkload(workload),
  decodeWorkload: (wire) => pool.decodeWorkload(wire),
  encodeSignature: (signature) => pool.encode(signingSignatureSchema, signature),
  // As the signed text has it: to Go, `null` is not an empty list.
  encodeOrder: (order) => pool.encode(poolReservationSchema, order, "empty"),
  decodePool: (wire) => pool.decode(capacityPoolSchema, wire),
};

/** One entry of `groundplan:explorers`. It alone does not know whose workloads are meant. */
export interface ExplorerEntry {
  readonly client: ExplorerClient;
  /** Name of the identity for resources that name none. */
  readonly identity: string | undefined;
}

/** `groundplan:explorers`. Paths are relative to the project folder, where providers run. */
export const explorerTarget: TargetType<ExplorerEntry, ExplorerSettings, ExplorerSecrets> = {
  key: "explorers",
  settings: explorerSettings,
  secrets: explorerSecrets,
  async connect(name, { url, identity, caFile, insecure }) {
    const where = `groundplan:explorers.${name}`;
    if (!insecure && isReadable(url)) {
      throw new Failure({
        what: "is plain HTTP to another machine, so that others can read and change what is sent",
        where: `${where}.url`,
        next: "Use https, or set insecure to true",
      });
    }
    const { connectExplorer } = await import("../../clients/explorer/connect.js");
    const ca = await settingFile(`${where}.caFile`, caFile);
    return {
      client: connectExplorer({ url, wire: EXPLORER_WIRE, ...(ca === undefined ? {} : { ca }) }),
      identity,
    };
  },
};

/** An explorer, and who asks. */
export interface OpenExplorer {
  readonly name: string;
  readonly client: ExplorerClient;
  readonly customer: SigningIdentity;
}

/**
 * The explorer of that name in the stack's configuration and the identity that signs there. Nothing is connected before
 * the first call of its client.
 *
 * @param identity name of the identity; by default the explorer's own
 * @throws Failure when one of them is not configured as it must be
 */
export async function openExplorer(
  finder: NodeFinder,
  name: string,
  identity: string | undefined,
): Promise<OpenExplorer> {
  const entry = await finder.target(explorerTarget, name);
  const wanted = identity ?? entry.identity;
  if (wanted === undefined) {
    throw new Failure({
      what: "nobody is named who signs",
      where: `groundplan:explorers.${name}.identity`,
      next: `Set it with \`pulumi config set --path 'groundplan:explorers.${name}.identity' <identity>\`, or give the resource an identity`,
    });
  }
  return { name, client: entry.client, customer: await finder.target(identityTarget, wanted) };
}
