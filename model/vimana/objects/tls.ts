import type { PlannedDomain, PlannedHost, PlannedVimana } from "../planned.js";
import { KINDS } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { CERTIFICATE_ISSUED } from "./waits.js";

/**
 * What cert-manager makes the Secret of a host from. One host, one certificate: a host that cannot be proved holds up
 * no other.
 * @throws TypeError when the domain's TLS has no issuer
 */
export function certificateObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  host: PlannedHost,
): VimanaObject {
  const { issuer } = domain.tls;
  if (issuer === undefined) throw new TypeError(`domain ${domain.id} has no issuer of certificates`);
  const { name, kind, group } = issuer;
  return namespacedObject(
    KINDS.certificate,
    vimana,
    { name: host.secret, of: { domain: domain.id }, annotations: CERTIFICATE_ISSUED },
    {
      spec: {
        secretName: host.secret,
        dnsNames: [host.host],
        issuerRef: { name, kind, group },
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        usages: ["digital signature", "key encipherment", "server auth"],
      },
    },
  );
}

/** The Secret of a host, without `data` or `stringData`: certificate and key are its declarer's. */
export function tlsSecretObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  host: PlannedHost,
): VimanaObject {
  return namespacedObject(
    KINDS.secret,
    vimana,
    { name: host.secret, of: { domain: domain.id } },
    { type: "kubernetes.io/tls" },
  );
}
