import * as pulumi from "@pulumi/pulumi";
import type { ConnectionState } from "./connection-state.js";

/** What a {@link Repository} shows. */
export interface RepositoryArgs {
  /** Its address. */
  readonly url: string;
  /** Whether its credentials are those of a template. @default false */
  readonly inheritedCreds?: boolean;
  /** What it answered when the program asked for its references. */
  readonly connectionState: ConnectionState;
}

/** A git repository that workspaces come from, and whether it answers. {@link renderWorkSpaces} has asked it. */
export class Repository extends pulumi.ComponentResource {
  readonly url: string;
  readonly inheritedCreds: boolean;
  readonly connectionState: ConnectionState;

  constructor(name: string, args: RepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { url, inheritedCreds = false, connectionState } = args;
    super("groundplan:workspace:Repository", name, {}, opts);
    this.url = url;
    this.inheritedCreds = inheritedCreds;
    this.connectionState = connectionState;
    this.registerOutputs({ url, inheritedCreds, connectionState });
  }
}
