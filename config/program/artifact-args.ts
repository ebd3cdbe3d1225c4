import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../model/shared/json.js";
import type { DeclaredLease } from "../artifacts/leases.js";
import type { DeclaredPool } from "../artifacts/pools.js";
import type { DeclaredResource } from "../artifacts/resources.js";
import type { AccountMember, SecretMember } from "../artifacts/schema.js";
import type { ArtifactsSettings } from "../artifacts/section.js";
import { structured } from "../raw-values.js";
import { valueAt } from "../value-at.js";
import { secretText } from "./secrets.js";

/** Contents of a secret, each marked as one. */
type Contents = Readonly<Record<string, pulumi.Output<string>>>;

/** The artifacts of a stack with their secrets, and with the values of references in place of their stand-ins. */
export interface ArtifactArguments {
  readonly team: string | undefined;
  readonly admin: boolean;
  readonly pools: Readonly<Record<string, PoolArguments>>;
  readonly leases: Readonly<Record<string, DeclaredLease>>;
  readonly accounts: Readonly<
    Record<string, Omit<AccountMember, "entries"> & { readonly entries: Readonly<Record<string, Contents>> }>
  >;
  readonly secrets: Readonly<Record<string, SecretMember & { readonly values: Contents }>>;
  readonly resources: Readonly<Record<string, ResourceArguments>>;
}

/** A pool whose request may hold outputs. */
export interface PoolArguments extends Omit<DeclaredPool, "request"> {
  readonly request: unknown;
}

/** A managed resource whose parameters may be outputs. */
export interface ResourceArguments extends Omit<DeclaredResource, "params" | "provided"> {
  readonly params: Readonly<Record<string, pulumi.Input<string> | number | boolean>>;
}

const SECRETS = "artifactsSecrets";

/** @param text Turns a text of the settings into what it stands for. */
export function artifactArgs(
  settings: ArtifactsSettings,
  text: (text: string) => pulumi.Input<string>,
): ArtifactArguments {
  return {
    team: settings.team,
    admin: settings.admin,
    leases: settings.leases,
    pools: mapped(settings.pools, (pool) => ({ ...pool, request: resolved(pool.request, text) })),
    accounts: mapped(settings.accounts, (account, id) => ({
      ...account,
      entries: Object.fromEntries(
        account.entries.map((entry) => [entry, contentsAt(["accounts", id, entry])]),
      ),
    })),
    secrets: mapped(settings.secrets, (secret, id) => ({ ...secret, values: contentsAt(["secrets", id]) })),
    resources: mapped(settings.resources, ({ provided: _provided, ...resource }) => ({
      ...resource,
      params: mapped(resource.params, (value) => (typeof value === "string" ? text(value) : value)),
    })),
  };
}

function contentsAt(steps: readonly string[]): Contents {
  const section = structured(SECRETS, pulumi.runtime.getConfig(`groundplan:${SECRETS}`));
  const contents = "problem" in section ? undefined : valueAt(section.value, steps);
  const keys = isObject(contents) ? Object.keys(contents) : [];
  return Object.fromEntries(keys.map((key) => [key, secretText(SECRETS, [...steps, key])]));
}

function resolved(value: unknown, text: (text: string) => pulumi.Input<string>): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((element: unknown) => resolved(element, text));
  return isObject(value) ? mapped(value, (member) => resolved(member, text)) : value;
}

function mapped<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
