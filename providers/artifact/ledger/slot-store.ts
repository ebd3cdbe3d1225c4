import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { parseSlotSecret, slotSecret, updatedSlotSecret } from "../../../model/artifact/ledger/codec.js";
import type { LedgerEntry } from "../../../model/artifact/ledger/record.js";
import type { LedgerEvent } from "../../../model/artifact/ledger/transitions.js";
import { transition } from "../../../model/artifact/ledger/transitions.js";
import { ARTIFACT_LABELS, slotName } from "../../../model/artifact/names.js";
import { Failure } from "../../../model/shared/errors.js";
import { canonicalText } from "../../runtime/canonical.js";
import type { Site } from "../site.js";
import { persistently } from "./persist.js";
import type { Pool } from "./pool-record.js";
import { ARTIFACT_MANAGER } from "./pool-store.js";

/** An instance as the cluster has it. */
export interface Slot {
  readonly object: KubeObject;
  readonly entry: LedgerEntry;
}

/** The Secrets of a pool. */
export interface LedgerContent {
  readonly slots: readonly Slot[];
  /** Secrets that serve runs: accounts, references, shared secrets. */
  readonly others: readonly KubeObject[];
  /** Whether single slots were read, since the credential may not list; `others` is empty then. */
  readonly piecemeal: boolean;
}

/** Slots that are read at the same time where they cannot be listed. */
const READ_AT_ONCE = 16;
const SECRET = { group: "", version: "v1", kind: "Secret" } as const;

/** The Secret of a slot. */
export function slotRef({ namespace, artifact }: Site, slot: number): ObjectRef {
  return { apiVersion: "v1", kind: "Secret", namespace, name: slotName(artifact, slot) };
}

/**
 * Every instance of a pool. Whoever may not list Secrets reads them one by one.
 *
 * @throws Failure for a Secret of a slot that cannot be read
 */
export async function readLedger(site: Site, { settings }: Pick<Pool, "settings">): Promise<LedgerContent> {
  const labelSelector = `${ARTIFACT_LABELS.artifact}=${site.artifact}`;
  try {
    const { items } = await site.client.list(SECRET, { namespace: site.namespace, labelSelector });
    const prefix = slotName(site.artifact, 0).slice(0, -1);
    const isSlot = ({ metadata }: KubeObject): boolean =>
      metadata.name?.startsWith(prefix) === true && /^\d+$/.test(metadata.name.slice(prefix.length));
    return {
      slots: items.filter(isSlot).map((object) => slotIn(site, object)),
      others: items.filter((object) => !isSlot(object)),
      piecemeal: false,
    };
  } catch (error) {
    if (!isKubeError(error, "Forbidden")) throw error;
    return { slots: await readEachSlot(site, settings.total), others: [], piecemeal: true };
  }
}

async function readEachSlot(site: Site, total: number): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (let first = 0; first < total; first += READ_AT_ONCE) {
    const numbers = Array.from(
      { length: Math.min(READ_AT_ONCE, total - first) },
      (_, index) => first + index,
    );
    const found = await Promise.all(numbers.map((slot) => readSlot(site, slot)));
    slots.push(...found.flatMap((slot) => slot ?? []));
  }
  return slots;
}

/** The instance in a slot; undefined when the slot is free. */
export async function readSlot(site: Site, slot: number): Promise<Slot | undefined> {
  const object = await site.client.get(slotRef(site, slot));
  return object === undefined ? undefined : slotIn(site, object);
}

/** Takes a slot; undefined when somebody else has. */
export async function takeSlot(site: Site, pool: Pool, entry: LedgerEntry): Promise<Slot | undefined> {
  const wanted = slotSecret(site.artifact, site.namespace, entry, { mark: pool.mark, token: pool.token });
  return persistently(site.signal, async () => {
    try {
      return slotIn(site, await site.client.create(wanted, { fieldManager: ARTIFACT_MANAGER }));
    } catch (error) {
      if (!isKubeError(error, "AlreadyExists")) throw error;
      const found = await readSlot(site, entry.record.slot);
      // Our own, when the answer to an earlier attempt got lost.
      return found?.entry.record.instance === entry.record.instance ? found : undefined;
    }
  });
}

/** What a change of an instance came to. */
export type SlotChange =
  | { readonly done: true; readonly slot: Slot }
  /** The instance is gone or in a state that the change does not fit. */
  | { readonly done: false; readonly slot: Slot | undefined; readonly reason: string };

/**
 * Lets something happen to an instance, by compare-and-swap: when somebody else has written meanwhile, it is decided
 * anew. A write whose answer got lost counts as done.
 */
export function advance(site: Site, before: Slot, event: LedgerEvent): Promise<SlotChange> {
  return changeSlot(site, before, (entry) => {
    const after = transition(entry, event);
    if (!after.ok) return { refused: after.reason };
    // `cleaned` ends a record and is carried out by removing it.
    return after.gone ? { refused: `instance ${entry.record.instance} is gone` } : { entry: after.entry };
  });
}

/** {@link advance} for what is no event: notes beside the state. */
export async function changeSlot(
  site: Site,
  before: Slot,
  decide: (entry: LedgerEntry) => { readonly entry: LedgerEntry } | { readonly refused: string },
): Promise<SlotChange> {
  const { slot, instance } = before.entry.record;
  let sent: LedgerEntry | undefined;
  return persistently(site.signal, async (attempt): Promise<SlotChange> => {
    const current = attempt === 1 ? before : await readSlot(site, slot);
    if (current?.entry.record.instance !== instance) {
      return { done: false, slot: undefined, reason: `instance ${instance} is gone` };
    }
    if (sent !== undefined && sameContent(sent, current.entry)) return { done: true, slot: current };
    const decision = decide(current.entry);
    if ("refused" in decision) return { done: false, slot: current, reason: decision.refused };
    sent = decision.entry;
    const wanted = updatedSlotSecret(current.object, decision.entry);
    try {
      const written = await site.client.replace(wanted, { fieldManager: ARTIFACT_MANAGER });
      return { done: true, slot: slotIn(site, written) };
    } catch (error) {
      if (!isKubeError(error, "NotFound")) throw error;
      return { done: false, slot: undefined, reason: `instance ${instance} is gone` };
    }
  });
}

/**
 * Frees a slot: removes the record, as it was last seen.
 *
 * @param whatever whether later writes to the record do not matter
 * @returns false when somebody else has written to it meanwhile
 */
export async function freeSlot(site: Site, { object, entry }: Slot, whatever: boolean): Promise<boolean> {
  const { uid, resourceVersion } = object.metadata;
  try {
    await site.client.delete(slotRef(site, entry.record.slot), {
      ...(uid === undefined ? {} : { uid }),
      ...(whatever || resourceVersion === undefined ? {} : { resourceVersion }),
    });
    return true;
  } catch (error) {
    if (isKubeError(error, "Conflict")) return false;
    throw error;
  }
}

function sameContent(one: LedgerEntry, other: LedgerEntry): boolean {
  return (
    canonicalText(one.record) === canonicalText(other.record) &&
    canonicalText(one.results) === canonicalText(other.results)
  );
}

function slotIn(site: Site, object: KubeObject): Slot {
  const entry = parseSlotSecret(object);
  if (!("problem" in entry)) return { object, entry };
  throw new Failure({
    what: entry.problem,
    where: site.where,
    next: "Somebody changed it by hand: restore it, or clean up what it stands for and remove it",
  });
}
