import { codesOf, UNTRUSTED } from "../error-codes.js";
import { ExplorerError } from "./errors.js";

/** Failures before the first byte of the request left: repeating cannot do anything twice. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved now",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  EHOSTDOWN: "there is no way to it",
  UND_ERR_CONNECT_TIMEOUT: "there is no answer",
};

const BROKEN: Readonly<Record<string, string>> = {
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  UND_ERR_SOCKET: "the connection was closed",
  UND_ERR_HEADERS_TIMEOUT: "it took the request and does not answer",
  UND_ERR_BODY_TIMEOUT: "it stopped in the middle of its answer",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
};

/**
 * The error of a request that got no answer.
 * @param about what was asked and of whom
 * @param changing whether the explorer may have changed something by it
 */
export function networkError(
  error: unknown,
  about: string,
  origin: string,
  changing: boolean,
): ExplorerError {
  const codes = codesOf(error);
  const untrusted = codes.find((code) => UNTRUSTED.has(code));
  // The certificate is the fault: another attempt, or taking the server for dead, would be wrong.
  if (untrusted !== undefined) {
    return new ExplorerError("Unauthorized", {
      what: `the certificate of ${origin} is not trusted (${untrusted})`,
      where: about,
      next: "Name the authority that signed it as caFile of this explorer",
      cause: error,
    });
  }
  const unsent = codes.map((code) => NEVER_SENT[code]).find((text) => text !== undefined);
  const broken = codes.map((code) => BROKEN[code]).find((text) => text !== undefined);
  const told = unsent ?? broken ?? (error instanceof Error ? error.message : "unknown failure");
  if (changing && unsent === undefined) {
    return new ExplorerError("LostAnswer", {
      what: `${origin} took the request and gave no answer: ${told}. Whether it was carried out is not known`,
      where: about,
      next: "Run the command again; what was carried out is found and kept",
      cause: error,
    });
  }
  return new ExplorerError("Unreachable", {
    what: `cannot reach ${origin}: ${told}`,
    where: about,
    next: "Check that the explorer runs and that its url in the stack's configuration is right",
    cause: error,
  });
}
