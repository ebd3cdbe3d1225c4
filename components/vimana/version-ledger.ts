import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import {
  versionLedger,
  type VersionLedgerInputs,
  type VersionLedgerOutputs,
} from "../../providers/vimana/version-ledger.js";

/** The versions that a server has ever used; refuses, at preview, one that would mean something else now. */
export class VersionLedger extends KindResource<VersionLedgerInputs, VersionLedgerOutputs> {
  /** By version: image, digest, state, and when it was seen. */
  declare readonly history: pulumi.Output<VersionLedgerOutputs["history"]>;

  constructor(name: string, args: KindArgs<VersionLedgerInputs>, opts?: pulumi.CustomResourceOptions) {
    super(versionLedger, name, args, opts);
  }
}
