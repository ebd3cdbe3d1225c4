import type { Problem } from "../../model/shared/problem.js";
import type { PropertyPath } from "../../model/shared/property-path.js";
import type { SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import { backEndOf } from "./back-ends.js";
import type { DeclaredGateway } from "./schema.js";

/** Names of nodes, name servers, identities, explorers and clusters that the stack does not declare. */
export function targetProblems(
  name: string,
  gateway: DeclaredGateway,
  context: SectionContext,
): readonly Problem[] {
  const at = ["gateways", name];
  const known = (path: PropertyPath, type: string, target: string | undefined): readonly Problem[] =>
    target === undefined ? [] : undeclaredTarget([...at, ...path], type, target, context);
  const { node, explorer, identity, customer, nameServer, cluster, delegates, fourToSix } = gateway;
  return [
    ...known(["node"], "nodes", backEndOf(gateway) === "node" ? node : undefined),
    ...known(["explorer"], "explorers", explorer),
    ...known(["identity"], "identities", identity),
    ...known(["customer"], "identities", customer),
    ...known(["nameServer"], "nameServers", nameServer),
    ...known(["cluster"], "clusters", cluster),
    ...Object.entries(delegates).flatMap(([key, delegate]) =>
      known(["delegates", key, "node"], "nodes", delegate.node),
    ),
    ...Object.entries(fourToSix).flatMap(([key, peer]) =>
      known(["fourToSix", key, "customer"], "identities", peer.customer),
    ),
  ];
}
