import { z } from "zod";
import type { NodeClient } from "../../../clients/node/types.js";
import type { KindContext } from "../../runtime/context.js";
import { readRecord, type ReservationRecord } from "./record.js";
import { recordLook, recordRemove, recordWrite } from "./scripts/record.sh.js";

const looked = z.object({ record: z.string().nullable() });

type Call = Pick<KindContext, "signal">;

/**
 * The records that nodes keep of reservations. Nobody else changes them while this process runs, since a stack is
 * updated by one process at a time; so each is looked at once.
 */
export class RecordStore {
  readonly #known = new Map<string, Promise<ReservationRecord | undefined>>();
  readonly #held = new Map<string, string>();

  /** The node's record of a reservation, from memory where it is known. */
  async of({ signal }: Call, client: NodeClient, id: string): Promise<ReservationRecord | undefined> {
    const key = keyOf(client, id);
    const known = this.#known.get(key) ?? look(client, id, signal);
    this.#known.set(key, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** The same, seen now. */
  async fresh(call: Call, client: NodeClient, id: string): Promise<ReservationRecord | undefined> {
    this.#known.delete(keyOf(client, id));
    return this.of(call, client, id);
  }

  async write({ signal }: Call, client: NodeClient, id: string, text: string): Promise<void> {
    this.#known.delete(keyOf(client, id));
    await client.run(recordWrite, { document: id, content: text }, { signal });
  }

  async remove({ signal }: Call, client: NodeClient, id: string): Promise<void> {
    this.#known.delete(keyOf(client, id));
    await client.run(recordRemove, { document: id }, { signal });
  }

  /** Remembers what a reservation waits for, so that its workloads wait, too; undefined: for nothing. */
  holdBack(id: string, why: string | undefined): void {
    if (why === undefined) this.#held.delete(id);
    else this.#held.set(id, why);
  }

  /** What the reservation waits for; undefined for nothing. */
  heldBack(id: string): string | undefined {
    return this.#held.get(id);
  }
}

/** The records as this process knows them. */
export const records = new RecordStore();

async function look(
  client: NodeClient,
  id: string,
  signal: AbortSignal,
): Promise<ReservationRecord | undefined> {
  const answer = looked.parse(await client.run(recordLook, { document: id }, { signal }));
  return answer.record === null ? undefined : readRecord(answer.record, `${client.where}: reservation ${id}`);
}

function keyOf({ where }: NodeClient, id: string): string {
  return `${where} ${id}`;
}
