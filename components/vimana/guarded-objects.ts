import type { PlannedVimana } from "../../model/vimana/planned.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";
import { tlsObjects } from "./certificates.js";
import type { PlainObject } from "./declare-object.js";
import { MODES, scalingObjects } from "./modes.js";
import { namespaceObjects } from "./namespace.js";

/**
 * Every object that a Vimana will declare, for a look at whether somebody else has it. Secrets and ledgers are looked
 * for by the kinds that write them.
 */
export function guardedObjects(vimana: PlannedVimana): GuardedObject[] {
  const mode = MODES[vimana.mode];
  const objects: readonly PlainObject[] = [
    ...namespaceObjects(vimana),
    ...mode.entrance(vimana),
    ...tlsObjects(vimana, {}).map(({ object }) => object),
    ...vimana.domains.flatMap((domain) => [
      ...mode.domain(vimana, domain),
      ...domain.servers.flatMap((server) => [
        ...mode.policies(vimana, domain, server),
        ...mode.carriers(vimana, domain, server),
        ...server.versions.flatMap((version) => [
          ...mode.version(vimana, domain, server, version, version.image),
          ...mode.pins(vimana, domain, server, version),
          ...scalingObjects(vimana, domain, server, version),
        ]),
      ]),
    ]),
  ];
  return objects.map(({ apiVersion, kind, metadata: { namespace, name } }) => ({
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }));
}
