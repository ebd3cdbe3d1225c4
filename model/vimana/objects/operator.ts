import { serverObjectName, versionObjectName } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVersion, PlannedVimana } from "../planned.js";
import { KINDS } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { WRITTEN_BY_OPERATOR } from "./waits.js";

/** The Vimana, for the operator. */
export function vimanaObject(vimana: PlannedVimana): VimanaObject {
  return namespacedObject(
    KINDS.vimana,
    vimana,
    { name: vimana.name },
    { spec: { regions: [...vimana.spec.regions] } },
  );
}

/** A Domain, for the operator, which finds it by its id: that is its name. */
export function domainObject(vimana: PlannedVimana, domain: PlannedDomain): VimanaObject {
  const { id, aliases, declaredRegions, failover, reflection, openApi = false } = domain;
  return namespacedObject(
    KINDS.domain,
    vimana,
    { name: id, of: { domain: id }, ...operatorWait(vimana) },
    {
      spec: {
        id,
        vimana: vimana.name,
        aliases: [...aliases],
        ...(declaredRegions.length === 0 ? {} : { regions: [...declaredRegions] }),
        ...(failover.length === 0 ? {} : { failover: [...failover] }),
        ...(reflection === undefined ? {} : { grpc: { reflection } }),
        openApi,
      },
    },
  );
}

/**
 * A Component, for the operator.
 * @param image Reference to run, or what stands for one until it is known.
 */
export function componentObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
  image: string | object,
): VimanaObject {
  return namespacedObject(
    KINDS.component,
    vimana,
    {
      name: versionObjectName(version.fullName),
      of: { domain: domain.id, server: server.id, version: version.version },
      ...operatorWait(vimana),
    },
    { spec: { version: version.version, server: server.id, domain: domain.id, image } },
  );
}

/** A Server, for the operator, without `versionWeights`: who moves weights writes them. */
export function serverObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
): VimanaObject {
  const { services, auth, features } = server.spec;
  return namespacedObject(
    KINDS.server,
    vimana,
    { name: serverObjectName(server.fullName), of: { domain: domain.id, server: server.id } },
    {
      spec: {
        id: server.id,
        domain: domain.id,
        services: [...services],
        ...(auth === undefined ? {} : { auth: { jwks: [...auth.jwks] } }),
        ...(features === undefined ? {} : { features }),
      },
    },
  );
}

function operatorWait(vimana: PlannedVimana): { annotations?: Readonly<Record<string, string>> } {
  return vimana.spec.waitForOperator ? { annotations: WRITTEN_BY_OPERATOR } : {};
}
