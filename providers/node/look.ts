import { z } from "zod";
import type { NodeClient, NodeScript } from "../../clients/node/types.js";
import { Failure } from "../../model/shared/errors.js";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";

/** What is recorded of a workload on its node. */
export interface WorkloadRecord {
  readonly token: string;
  /** `pending` while it is being brought about, or when that was cut short. */
  readonly state: string;
}

/** Who has something that only one workload of a node can have. */
export interface Holder {
  readonly id: string;
  readonly owner: string;
}

/** The workloads of one sort on a node. */
export interface Look {
  readonly records: ReadonlyMap<string, WorkloadRecord>;
  /** What the kind's own inspection has found, by workload. */
  readonly found: ReadonlyMap<string, unknown>;
  /** By what they have. Only of sorts that have claims, and only in a look at all of them. */
  readonly claims: ReadonlyMap<string, Holder>;
}

/** One look serves everybody for so long, in milliseconds. */
const FRESH_MS = 30_000;

/** What the look at workloads answers. */
export const lookSchema = z.object({
  workloads: z.array(z.object({ id: z.string(), own: z.unknown() })),
  records: z.array(z.object({ id: z.string(), token: z.string(), state: z.string() })),
  claims: z.array(z.object({ claim: z.string(), id: z.string(), owner: z.string() })).default([]),
});

/** @throws Failure when the script answered something else. */
export function parseLook(answer: JsonValue, script: string, where: string): Look {
  return lookOf(parseAnswer(lookSchema, answer, script, where));
}

/** @throws Failure when the script answered something else. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: JsonValue, script: string, where: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure({
    what: `the script ${script} answered what is not understood: ${z.prettifyError(parsed.error)}`,
    where,
    next: "This is a fault of the kind; please report it",
  });
}

export function lookOf({ workloads, records, claims }: z.output<typeof lookSchema>): Look {
  return {
    records: new Map(records.map(({ id, ...record }) => [id, record])),
    found: new Map(workloads.map(({ id, own }) => [id, own])),
    claims: new Map(claims.map(({ claim, ...holder }) => [claim, holder])),
  };
}

interface KeptLook {
  readonly at: number;
  readonly look: Promise<Look>;
}

const kept = new WeakMap<NodeClient, Map<string, KeptLook>>();

/**
 * Looks at all workloads of a sort; the same look for everybody who asks in this process, until something is written
 * on the node or half a minute is over.
 */
export function lookAtAll(
  client: NodeClient,
  script: NodeScript,
  parameters: JsonObject,
  now: number,
): Promise<Look> {
  let ofNode = kept.get(client);
  if (ofNode === undefined) {
    ofNode = new Map();
    kept.set(client, ofNode);
  }
  const held = ofNode.get(script.name);
  if (held !== undefined && now - held.at < FRESH_MS) return held.look;
  const look = client.run(script, parameters).then((answer) => parseLook(answer, script.name, client.where));
  ofNode.set(script.name, { at: now, look });
  return look;
}

/** Something was written on the node, or is about to be. */
export function forgetLooks(client: NodeClient): void {
  kept.delete(client);
}
