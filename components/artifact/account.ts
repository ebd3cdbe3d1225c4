import * as pulumi from "@pulumi/pulumi";
import { accountEntryName, ARTIFACT_LABELS } from "../../model/artifact/names.js";
import { accessAnnotations, type AccessArgs } from "./access.js";
import { declareOwned } from "./owned-objects.js";
import { placeFor, type PlaceArgs } from "./place.js";
import { secretObject, SECRET_OUTPUTS, type SecretValues } from "./secret-object.js";

/** What an {@link Account} is made from. */
export interface AccountArgs extends PlaceArgs, AccessArgs {
  /** Name that requests use. @default the component's name */
  readonly account?: string;
  /** Credentials by name: each is held by one instance at a time. */
  readonly entries: Readonly<Record<string, SecretValues>>;
}

/**
 * Credentials of which an instance has one for itself, from its build until it is cleaned. Requests name the account
 * under `accounts` and mount `acnt-$(params.art_id)-$(params.inst_id)-<account>`.
 */
export class Account extends pulumi.ComponentResource {
  /** Name that requests use. */
  readonly account: string;
  readonly namespace: string;
  readonly entries: readonly string[];
  /** The Secrets of the entries; a pool that uses the account comes after them. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, args: AccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundplan:artifact:Account", name, {}, opts);
    const { account = name, entries } = args;
    const { cluster, namespace, after } = placeFor(name, args, this);
    this.account = account;
    this.namespace = namespace;
    this.entries = Object.keys(entries);
    const objects = Object.entries(entries).map(([entry, values]) =>
      secretObject(
        {
          name: accountEntryName(account, entry),
          namespace,
          labels: { [ARTIFACT_LABELS.account]: account },
          annotations: accessAnnotations(args),
        },
        values,
      ),
    );
    this.objects = declareOwned(name, objects, {
      cluster: cluster.cluster,
      provider: cluster.provider,
      parent: this,
      after,
      secretOutputs: SECRET_OUTPUTS,
    });
    this.registerOutputs({});
  }
}
