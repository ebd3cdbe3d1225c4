import { Command } from "@pulumi/command/remote/command.js";
import * as pulumi from "@pulumi/pulumi";
import { configuredNode, nodeConnection } from "./node-bootstrap/connection.js";
import { NODE_PACKAGES } from "./node-bootstrap/packages.js";
import { bootstrapScript, NOTHING_REMOVED } from "./node-bootstrap/script.js";

/** What a {@link NodeBootstrap} is made from. */
export interface NodeBootstrapArgs {
  /** Name of the node, from `groundplan:nodes`. */
  readonly node: string;
  /** Debian packages. @default what workloads of every sort need */
  readonly packages?: readonly string[];
  /**
   * systemd units of these packages that must not begin by themselves when the packages are installed here. Those of
   * packages that are there already are left alone. @default none
   */
  readonly idleServices?: readonly string[];
  /** Public keys that may log in as the node's user, one line each, besides those that may. @default none */
  readonly authorizedKeys?: readonly pulumi.Input<string>[];
}

/**
 * Prepares a bare Debian machine for workloads: packages, folders, keys that may log in. It runs again when its
 * arguments change, and changes nothing that is right already. What it made stays when the resource goes.
 *
 * The machine is the one with the pinned host key. Of several pinned keys the one is taken that the command plugin asks
 * for first: pin the ECDSA key, too, where a machine has one.
 *
 * @example
 * const ready = new NodeBootstrap("node1", { node: "node1" });
 * new Volume("data", { node: "node1", size: 1 }, { dependsOn: ready });
 */
export class NodeBootstrap extends pulumi.ComponentResource {
  /** Name of the node, known once it is prepared. */
  readonly node: pulumi.Output<string>;

  constructor(name: string, args: NodeBootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    const configured = configuredNode(args.node);
    const connection = nodeConnection(configured);
    super("groundplan:reservation:NodeBootstrap", name, {}, opts);
    const { user, pools, sudo = user !== "root" } = configured.settings;
    const script = pulumi.all([...(args.authorizedKeys ?? [])]).apply((authorizedKeys) =>
      bootstrapScript({
        packages: args.packages ?? NODE_PACKAGES,
        ...(args.idleServices === undefined ? {} : { idleServices: args.idleServices }),
        folders: Object.values(pools),
        user,
        authorizedKeys: authorizedKeys.map((key) => key.trim()),
      }),
    );
    const prepared = new Command(
      name,
      {
        connection,
        // The script is in no process's arguments.
        create: sudo ? "sudo -n sh -eu" : "sh -eu",
        stdin: script,
        delete: NOTHING_REMOVED,
        addPreviousOutputInEnv: false,
        logging: "stderr",
      },
      { parent: this },
    );
    this.node = prepared.id.apply(() => args.node);
    this.registerOutputs({});
  }
}
