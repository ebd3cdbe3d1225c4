import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../model/shared/json.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import { declaration } from "./declare-object.js";
import { objectOptions, type Scope } from "./scope.js";

/** Where a Vimana's calls come in. */
export interface Entrance {
  /** What routes come after. */
  readonly resources: readonly pulumi.Resource[];
  /** Where the gateway says it is reached; empty while it does not say. */
  readonly addresses: pulumi.Output<readonly string[]>;
}

/** Declares the gateway, or what the operator makes it from. */
export function declareEntrance(
  name: string,
  scope: Scope,
  parent: pulumi.Resource,
  after: readonly pulumi.Resource[],
): Entrance {
  const resources: EntranceObject[] = [];
  for (const object of scope.mode.entrance(scope.vimana)) {
    const before = resources.at(-1);
    const options = objectOptions(scope, object, parent, before === undefined ? after : [before]);
    // A property has to be among the arguments to become an output.
    resources.push(new EntranceObject(...declaration(name, { ...object, status: undefined }, options)));
  }
  const status = resources.at(-1)?.status ?? pulumi.output(undefined);
  return { resources, addresses: status.apply(addressesIn) };
}

/** An object whose status is read. */
class EntranceObject extends DeclaredObject {
  declare readonly status: pulumi.Output<unknown>;
}

function addressesIn(status: unknown): readonly string[] {
  const addresses = isObject(status) && Array.isArray(status["addresses"]) ? status["addresses"] : [];
  return addresses.flatMap((address: unknown) =>
    isObject(address) && typeof address["value"] === "string" ? [address["value"]] : [],
  );
}
