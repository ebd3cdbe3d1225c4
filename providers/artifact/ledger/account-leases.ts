import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { allowed } from "../../../model/artifact/access.js";
import {
  accountEntryName,
  accountLeaseName,
  ARTIFACT_ANNOTATIONS,
  ARTIFACT_LABELS,
} from "../../../model/artifact/names.js";
import { isObject } from "../../../model/shared/json.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import { persistently } from "./persist.js";
import { ARTIFACT_MANAGER } from "./pool-store.js";
import type { Slot } from "./slot-store.js";
import { jsonIn, listIn, preconditions } from "./texts.js";

/** The entries of the accounts that a pool needs, and who has each. */
export interface Accounts {
  /** Secrets with credentials, by account and entry. */
  readonly entries: Readonly<Record<string, Readonly<Record<string, KubeObject>>>>;
  /** Leases of entries. */
  readonly leases: readonly KubeObject[];
}

const SECRET = { group: "", version: "v1", kind: "Secret" } as const;
const LEASE = { group: "coordination.k8s.io", version: "v1", kind: "Lease" } as const;

/** How an instance is called as the holder of what others share. */
export function holderName({ artifact }: Pick<Site, "artifact">, instance: string): string {
  return `${artifact}/${instance}`;
}

/** The instance of this artifact that a holder is; undefined for every other holder. */
export function instanceHeldBy({ artifact }: Pick<Site, "artifact">, holder = ""): string | undefined {
  const [owner, instance, ...rest] = holder.split("/");
  return owner === artifact && rest.length === 0 ? instance : undefined;
}

/**
 * Reads the leases of accounts, and the entries that a team may use: those of its own, those whose whitelist it is on,
 * and those that nobody owns. Nothing is asked when there are no accounts.
 */
export async function readAccounts(site: Site, accounts: readonly string[], team: string): Promise<Accounts> {
  if (accounts.length === 0) return { entries: {}, leases: [] };
  const scope = {
    namespace: site.namespace,
    labelSelector: `${ARTIFACT_LABELS.account} in (${accounts.join(",")})`,
  };
  const [secrets, leases] = await Promise.all([
    site.client.list(SECRET, scope),
    site.client.list(LEASE, scope),
  ]);
  const entries = Object.fromEntries(
    accounts.map((account) => [account, entriesOf(account, secrets.items, team)]),
  );
  return { entries, leases: leases.items };
}

/** Entries of an account that nobody holds, in order of their names. */
export function freeEntries({ entries, leases }: Accounts, account: string): string[] {
  const held = new Set(leases.map(({ metadata }) => metadata.name));
  return Object.keys(entries[account] ?? {})
    .filter((entry) => !held.has(accountLeaseName(account, entry)))
    .sort();
}

/** Takes an entry for an instance. False when another instance has it. */
export function leaseEntry(site: Site, slot: Slot, account: string, entry: string): Promise<boolean> {
  const { instance } = slot.entry.record;
  const holder = holderName(site, instance);
  const { name = "", uid = "", annotations = {} } = slot.object.metadata;
  const mark = annotations[OWNER_ANNOTATION];
  const lease: KubeObject = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: accountLeaseName(account, entry),
      namespace: site.namespace,
      labels: {
        [ARTIFACT_LABELS.account]: account,
        [ARTIFACT_LABELS.artifact]: site.artifact,
        [ARTIFACT_LABELS.instance]: instance,
      },
      ...(mark === undefined ? {} : { annotations: { [OWNER_ANNOTATION]: mark } }),
      // A record that somebody removes by hand takes its leases along.
      ownerReferences: [{ apiVersion: "v1", kind: "Secret", name, uid }],
    },
    spec: { holderIdentity: holder },
  };
  return persistently(site.signal, async () => {
    try {
      await site.client.create(lease, { fieldManager: ARTIFACT_MANAGER });
      return true;
    } catch (error) {
      if (!isKubeError(error, "AlreadyExists")) throw error;
      const found = await site.client.get(leaseRef(site, account, entry));
      // Gone again: the next round tries once more.
      if (found === undefined) throw error;
      return holderOf(found) === holder;
    }
  });
}

/** Gives entries back that instances hold who are not there any more. Whether there were any. */
export async function releaseEntries(
  site: Site,
  accounts: Accounts,
  isGone: (instance: string) => boolean,
): Promise<boolean> {
  const abandoned = accounts.leases.filter((lease) => {
    const instance = instanceHeldBy(site, holderOf(lease));
    return instance !== undefined && isGone(instance);
  });
  for (const lease of abandoned) await dropLease(site, lease);
  return abandoned.length > 0;
}

/** Gives the entries of one instance back. */
export async function releaseEntriesOf(site: Site, { entry }: Slot): Promise<void> {
  const { instance, accounts } = entry.record;
  for (const [account, name] of Object.entries(accounts)) {
    const lease = await site.client.get(leaseRef(site, account, name));
    if (lease !== undefined && holderOf(lease) === holderName(site, instance)) await dropLease(site, lease);
  }
}

/** Who holds an entry, for people: `gcp/a by carv01/0-ab12c`. */
export function describeHolders({ leases }: Accounts, account: string): string[] {
  return leases
    .filter(({ metadata }) => metadata.labels?.[ARTIFACT_LABELS.account] === account)
    .map(
      (lease) => `${(lease.metadata.name ?? "").slice("lease-".length)} by ${holderOf(lease) ?? "nobody"}`,
    );
}

async function dropLease(site: Site, lease: KubeObject): Promise<void> {
  const { name = "", namespace = site.namespace } = lease.metadata;
  try {
    await site.client.delete(
      { apiVersion: lease.apiVersion, kind: lease.kind, namespace, name },
      preconditions(lease),
    );
  } catch (error) {
    // Somebody else holds it by now.
    if (!isKubeError(error, "Conflict")) throw error;
  }
}

function entriesOf(
  account: string,
  secrets: readonly KubeObject[],
  team: string,
): Record<string, KubeObject> {
  const prefix = accountEntryName(account, "");
  const own = secrets.filter(
    ({ metadata }) =>
      metadata.labels?.[ARTIFACT_LABELS.account] === account &&
      metadata.name?.startsWith(prefix) === true &&
      mayUse(metadata.annotations, team),
  );
  return Object.fromEntries(own.map((secret) => [(secret.metadata.name ?? "").slice(prefix.length), secret]));
}

function mayUse(annotations: Readonly<Record<string, string>> = {}, team: string): boolean {
  const owner = annotations[ARTIFACT_ANNOTATIONS.team];
  if (owner === undefined) return true;
  const whitelist = listIn(jsonIn(annotations[ARTIFACT_ANNOTATIONS.whitelist]));
  return allowed({ team }, { owner, whitelist }, "reference").ok;
}

function leaseRef({ namespace }: Site, account: string, entry: string): ObjectRef {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    namespace,
    name: accountLeaseName(account, entry),
  };
}

function holderOf(lease: KubeObject): string | undefined {
  const spec = lease["spec"];
  const holder = isObject(spec) ? spec["holderIdentity"] : undefined;
  return typeof holder === "string" ? holder : undefined;
}
