import type { ExplorerClient, RequestSigner } from "../../../clients/explorer/types.js";
import { connectExplorer } from "../../../clients/explorer/connect.js";
import { signedHeaders } from "../../../model/reservation/sign/http-signature.js";
import { deletableByCustomer, orderWorkload } from "../../../model/reservation/sign/order.js";
import { orderPool } from "../../../model/reservation/sign/order-pool.js";
import { poolReservationDataSchema } from "../../../model/reservation/types/pool-reservation.js";
import { volumeSchema, type Volume } from "../../../model/reservation/types/volume.js";
import { EXPLORER_WIRE } from "../../../providers/targets/explorer.js";
import type { PretendedNode } from "./node.js";
import { ExplorerServer } from "./server.js";
import type { ExplorerOptions } from "./world.js";

/** Seeds that tests sign with: 32 bytes of one value. */
export const seedOf = (value: number): Uint8Array => new Uint8Array(32).fill(value);

/** The customer of a scene. */
export const ALICE = { tid: "7", seed: seedOf(7) };
/** Another user. */
export const BOB = { tid: "11", seed: seedOf(11) };

/** An explorer with two users, a farm with two nodes, and a client of it. */
export class ExplorerScene {
  private constructor(
    readonly server: ExplorerServer,
    readonly node1: PretendedNode,
    readonly node2: PretendedNode,
    readonly client: ExplorerClient,
  ) {}

  static async open(options: ExplorerOptions = {}): Promise<ExplorerScene> {
    const server = await ExplorerServer.start(options);
    for (const { tid, seed } of [ALICE, BOB]) server.world.addUser(tid, seed);
    const client = connectExplorer({
      url: server.url,
      wire: EXPLORER_WIRE,
      pace: { retries: 2, firstDelayMs: 1 },
    });
    const [node1, node2] = [server.world.addNode(seedOf(101)), server.world.addNode(seedOf(102))];
    return new ExplorerScene(server, node1, node2, client);
  }

  signer(user = ALICE): RequestSigner {
    return (now) => ({ ...signedHeaders(user.tid, now, user.seed) });
  }

  /** Buys a pool for the scene's nodes; its id. */
  async pool(
    units: { readonly cus?: number; readonly sus?: number } = { sus: 1e9 },
    user = ALICE,
  ): Promise<string> {
    const data = { ...units, nodeIds: [this.node1.nodeId, this.node2.nodeId], currencies: ["TFT"] };
    const order = orderPool(poolReservationDataSchema.parse(data), user);
    return (await this.client.postPool(order)).reservationId;
  }

  /** A volume that its customer has ordered. */
  volume(poolId: string, rest: Partial<Volume> = {}, user = ALICE): Volume {
    const base = volumeSchema.parse({
      ...{ workloadId: "1", nodeId: this.node1.nodeId, poolId, customerTid: user.tid },
      ...{ size: 10, type: 1, epoch: Math.floor(Date.now() / 1000) - 60 },
      ...rest,
    });
    return orderWorkload(deletableByCustomer(base), user);
  }

  /** From the next order of a workload on nothing answers any more; the order itself is kept. */
  goneFromNextOrderOn(): void {
    let gone = false;
    this.server.interfere = ({ method, path }, moment) => {
      gone ||= method === "POST" && path === "/reservations/workloads" && moment === "after";
      return gone ? "drop" : undefined;
    };
  }

  /** Sections of a stack file whose resources use this explorer, as alice. */
  sections(): Readonly<Record<string, unknown>> {
    const hex = (seed: Uint8Array): string => Buffer.from(seed).toString("hex");
    return {
      explorers: { grid: { url: this.server.url, identity: "alice" } },
      identities: { alice: { tid: ALICE.tid }, bob: { tid: BOB.tid } },
      identitiesSecrets: { alice: { seed: hex(ALICE.seed) }, bob: { seed: hex(BOB.seed) } },
    };
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.server.stop();
  }
}
