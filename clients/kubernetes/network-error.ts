import { codesOf } from "../error-codes.js";
import type { ClusterAccess } from "./credentials.js";
import { KubeError } from "./errors.js";
import type { Asked } from "./status-error.js";

/** Failures before the first byte of the request left: repeating cannot do anything twice. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** OpenSSL and Node codes that say the server's certificate is not trusted, and what to do about each. */
const UNTRUSTED: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN:
    "its authority is not the one in the kubeconfig. Correct certificate-authority-data",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "it is self-signed and not in the kubeconfig. Add it as certificate-authority-data",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its authority is unknown. Correct certificate-authority-data",
  UNABLE_TO_GET_ISSUER_CERT: "its authority is unknown. Correct certificate-authority-data",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is unknown. Correct certificate-authority-data",
  CERT_SIGNATURE_FAILURE:
    "it was signed by another authority of the same name. Correct certificate-authority-data",
  CERT_HAS_EXPIRED: "it has expired. Renew the API server's certificate, or correct this machine's clock",
  CERT_NOT_YET_VALID: "it is not valid yet. Correct this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another name. Correct the server's address or set tls-server-name",
};

/** Whether a failed request certainly never reached the server. */
export function neverSent(error: unknown): boolean {
  return codesOf(error).some((code) => NEVER_SENT.has(code) || code in UNTRUSTED);
}

/**
 * The error of a request that got no answer. A server that cannot be reached is `Unreachable`; one whose
 * certificate is not trusted, or that refuses ours, is `Unauthorized`, because it must never pass for a dead one.
 */
export function networkError(error: unknown, access: ClusterAccess, asked: Asked): KubeError {
  if (error instanceof KubeError) return error;
  const codes = codesOf(error);
  const untrusted = codes.find((code) => code in UNTRUSTED);
  if (untrusted !== undefined) {
    return new KubeError("Unauthorized", {
      what: `the certificate of ${access.server} is not trusted: ${UNTRUSTED[untrusted] ?? untrusted}`,
      where: asked.where,
      next: `The cluster is read from ${access.origin}`,
      status: 0,
      cause: error,
    });
  }
  const alert = codes.find((code) => /^ERR_SSL_.*ALERT/.test(code) && !code.includes("INTERNAL_ERROR"));
  if (alert !== undefined) {
    return new KubeError("Unauthorized", {
      what: `the server refused the TLS connection (${alert}) with ${access.credential.description}`,
      where: asked.where,
      next: `Renew the client certificate in ${access.origin}`,
      status: 0,
      cause: error,
    });
  }
  return new KubeError("Unreachable", {
    what: `cannot ${asked.doing}: ${explanation(codes, error, access)}`,
    where: asked.where,
    next: `Check that the cluster runs and that the server in ${access.origin} is right`,
    status: 0,
    cause: error,
  });
}

function explanation(codes: readonly string[], error: unknown, { server, proxyUrl }: ClusterAccess): string {
  const via = proxyUrl === undefined ? server : `${server} through the proxy`;
  const code = codes[0] ?? "";
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: `nothing listens at ${via}`,
    ENOTFOUND: `the host name of ${via} does not exist`,
    EAI_AGAIN: `the host name of ${via} cannot be resolved now`,
    UND_ERR_CONNECT_TIMEOUT: `${via} does not answer`,
    UND_ERR_HEADERS_TIMEOUT: `${via} took the request and does not answer`,
    UND_ERR_BODY_TIMEOUT: `${via} stopped in the middle of its answer`,
    UND_ERR_SOCKET: `${via} closed the connection`,
    ECONNRESET: `${via} reset the connection`,
    EPIPE: `${via} closed the connection`,
    UND_ERR_DESTROYED: "the client has been closed",
    UND_ERR_CLOSED: "the client has been closed",
    ERR_SSL_WRONG_VERSION_NUMBER: `what listens at ${via} does not speak TLS`,
    ERR_SSL_PACKET_LENGTH_TOO_LONG: `what listens at ${via} does not speak TLS`,
  };
  const said = known[code];
  if (said !== undefined) return said;
  return `${via}: ${error instanceof Error ? error.message : "unknown failure"}`;
}
