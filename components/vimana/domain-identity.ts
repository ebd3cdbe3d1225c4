import * as pulumi from "@pulumi/pulumi";
import { protectedIdentity, type Scope } from "./scope.js";

/**
 * Keeps a domain from being removed. The domain itself cannot be protected: the engine takes everything below a
 * protected component for protected, whatever it says of itself, and versions must stay removable.
 */
export class DomainIdentity extends pulumi.ComponentResource {
  constructor(name: string, scope: Scope, parent: pulumi.Resource) {
    super("groundplan:vimana:DomainIdentity", name, {}, { parent, protect: protectedIdentity(scope) });
    this.registerOutputs({});
  }
}
