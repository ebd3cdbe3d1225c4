import { Failure } from "../../../model/shared/errors.js";
import { gatewayName, labelsOf, secretName } from "../../../model/vimana/names.js";
import { PartialFailure } from "../../runtime/failure.js";
import { messageOf } from "../../runtime/presentable-error.js";
import type {
  DevCertificatesInputs,
  DevCertificatesOutputs,
  IssuedCertificate,
} from "../dev-certificates.js";
import { issueAuthority, issueHost } from "./issue.js";
import { heldAuthority, heldCertificate, isFresh, KEYS } from "./judge.js";
import { endOf, fingerprintOf, type KeyPair, type ReadPair } from "./key-pair.js";
import { keepSecret, type Vault } from "./secrets.js";

/** Secret with the authority of a Vimana. */
export function authoritySecret(vimana: string): string {
  return `${gatewayName(vimana)}-dev-ca`;
}

/**
 * Makes what is missing, spoilt or about to end: the authority first, then a certificate of each host. What is good
 * stays as it is.
 *
 * @param known certificates that were there before; a failure remembers those of them that are still there
 * @throws PartialFailure when some hosts' Secrets could not be written
 */
export async function settle(
  vault: Vault,
  inputs: DevCertificatesInputs,
  known: DevCertificatesOutputs["certificates"],
): Promise<DevCertificatesOutputs> {
  const authority = await settleAuthority(vault, inputs.vimana);
  const hosts = Object.keys(inputs.hosts).sort();
  vault.context.status(`certificates of ${hosts.length} hosts`);
  const results = await Promise.allSettled(
    hosts.map((host) => settleHost(vault, host, inputs.hosts[host]?.domain ?? "", authority)),
  );
  const failures = results.flatMap((result, index) =>
    result.status === "rejected" ? [messageOf(result.reason, hosts[index] ?? "")] : [],
  );
  const certificates = Object.fromEntries(
    hosts.flatMap((host, index) => {
      const result = results[index];
      return result?.status === "fulfilled" ? [[host, result.value]] : [];
    }),
  );
  const ca = authority.certificate;
  if (failures.length > 0) {
    throw new PartialFailure(idOf(inputs), { ca, certificates: { ...known, ...certificates } }, failures);
  }
  return { ca, certificates };
}

/** What the engine calls the resource. */
export function idOf({ namespace, vimana }: DevCertificatesInputs): string {
  return `${namespace}/${authoritySecret(vimana)}`;
}

/** What may be known of a certificate. */
export function issuedOf(host: string, { parsed }: ReadPair): IssuedCertificate {
  return {
    secret: secretName(host),
    notAfter: new Date(endOf(parsed)).toISOString(),
    fingerprint: fingerprintOf(parsed),
  };
}

async function settleAuthority(vault: Vault, vimana: string): Promise<ReadPair> {
  const now = vault.context.now();
  const held = await keepSecret(vault, authoritySecret(vimana), {}, async (texts) => {
    const pair = heldAuthority(texts);
    if (texts !== undefined && pair !== undefined && isFresh(pair, now)) return texts;
    return textsOf(await issueAuthority(vimana, now));
  });
  return required(heldAuthority(held), authoritySecret(vimana));
}

async function settleHost(
  vault: Vault,
  host: string,
  domain: string,
  authority: ReadPair,
): Promise<IssuedCertificate> {
  const now = vault.context.now();
  const held = await keepSecret(vault, secretName(host), labelsOf({ domain }), async (texts) => {
    const pair = heldCertificate(texts, host, authority);
    if (texts !== undefined && pair !== undefined && isFresh(pair, now)) return texts;
    const issued = await issueHost(host, authority, now);
    // Clients get the authority along, so that those who trust it need nothing else.
    return textsOf({ ...issued, certificate: issued.certificate + authority.certificate }, authority);
  });
  return issuedOf(host, required(heldCertificate(held, host, authority), secretName(host)));
}

function textsOf(pair: KeyPair, authority: KeyPair = pair): Record<string, string> {
  return {
    [KEYS.certificate]: pair.certificate,
    [KEYS.key]: pair.key,
    [KEYS.authority]: authority.certificate,
  };
}

function required(pair: ReadPair | undefined, secret: string): ReadPair {
  if (pair !== undefined) return pair;
  throw new Failure({
    what: "the certificate that was just issued does not hold",
    where: `Secret ${secret}`,
    next: "This is a fault of groundplan; please report it",
  });
}
