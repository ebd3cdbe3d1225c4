import { codesOf, UNTRUSTED } from "../error-codes.js";
import { RegistryError } from "./errors.js";

const EXPLAINED: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved now",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  UND_ERR_SOCKET: "the connection was closed",
  UND_ERR_CONNECT_TIMEOUT: "there is no answer",
  UND_ERR_HEADERS_TIMEOUT: "it took the request and does not answer",
  UND_ERR_BODY_TIMEOUT: "it stopped in the middle of its answer",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS; a plain HTTP registry needs an http:// endpoint",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS; a plain HTTP registry needs an http:// endpoint",
};

/** The error of a request that got no answer. */
export function networkError(error: unknown, origin: string, where: string): RegistryError {
  const codes = codesOf(error);
  const untrusted = codes.find((code) => UNTRUSTED.has(code));
  // The certificate is the fault: another attempt, or taking the server for dead, would be wrong.
  if (untrusted !== undefined) {
    return new RegistryError("Unauthorized", {
      what: `the certificate of ${origin} is not trusted (${untrusted})`,
      where,
      next: "Name the authority that signed it as caFile of this registry",
      cause: error,
    });
  }
  if (codes.includes("UND_ERR_RES_EXCEEDED_MAX_SIZE")) {
    return new RegistryError("BadAnswer", {
      what: `${origin} answers with more than 4 MiB`,
      where,
      cause: error,
    });
  }
  const explained = codes.map((code) => EXPLAINED[code]).find((text) => text !== undefined);
  return new RegistryError("Unreachable", {
    what: `cannot reach ${origin}: ${explained ?? (error instanceof Error ? error.message : "unknown failure")}`,
    where,
    next: "Check that the registry runs and that its host or endpoint in the stack's configuration is right",
    cause: error,
  });
}
