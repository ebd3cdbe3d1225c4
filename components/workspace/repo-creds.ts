import * as pulumi from "@pulumi/pulumi";

/** What {@link RepoCreds} show; the credentials themselves never become part of a resource. */
export interface RepoCredsArgs {
  /** What the addresses of repositories begin with that use them. */
  readonly url: string;
}

/** A template of credentials: for every repository whose address begins alike and that has none itself. */
export class RepoCreds extends pulumi.ComponentResource {
  readonly url: string;

  constructor(name: string, { url }: RepoCredsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundplan:workspace:RepoCreds", name, {}, opts);
    this.url = url;
    this.registerOutputs({ url });
  }
}
