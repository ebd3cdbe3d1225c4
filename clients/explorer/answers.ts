import { z } from "zod";
import { ExplorerError } from "./errors.js";
import type { DirectoryNode, DirectoryUser, PaymentInformation } from "./types.js";

/** Ids are numbers on the wire; beyond 2^53 − 1 they have lost digits and are refused. */
const id = z.int().transform(String);

const posted = z.object({ reservation_id: id });
const payment = z.object({
  reservation_id: id,
  escrow_information: z
    .object({
      address: z.string().nullish(),
      asset: z.string().nullish(),
      amount: z.union([z.number(), z.string()]).nullish(),
    })
    .nullish(),
});
const node = z.object({
  node_id: z.string(),
  public_key_hex: z.string(),
  farm_id: id.default("0"),
  updated: z.number().default(0),
  deleted: z.boolean().nullish(),
});
const user = z.object({ id, pubkey: z.string() });

/** Id that a posted workload was given. */
export function idOf(body: unknown, about: string, server: string): string {
  return read(posted, body, about, server).reservation_id;
}

export function paymentInformation(body: unknown, about: string, server: string): PaymentInformation {
  const { reservation_id: reservationId, escrow_information: escrow } = read(payment, body, about, server);
  return {
    reservationId,
    address: escrow?.address ?? "",
    asset: escrow?.asset ?? "",
    amount: String(escrow?.amount ?? "0"),
  };
}

export function directoryNode(body: unknown, about: string, server: string): DirectoryNode {
  const {
    node_id: nodeId,
    public_key_hex: publicKey,
    farm_id: farmId,
    updated,
    deleted,
  } = read(node, body, about, server);
  return { nodeId, publicKey, farmId, updated, deleted: deleted === true };
}

export function directoryUser(body: unknown, about: string, server: string): DirectoryUser {
  const { id: tid, pubkey } = read(user, body, about, server);
  return { tid, publicKey: pubkey.toLowerCase() };
}

function read<S extends z.ZodType>(schema: S, body: unknown, about: string, server: string): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ExplorerError("BadAnswer", {
    what: `cannot be read: ${faults.join("; ")}`,
    where: `${about} on ${server}`,
    next: "Check that the url leads to an explorer",
  });
}
