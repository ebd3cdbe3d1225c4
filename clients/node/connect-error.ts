import { isObject } from "../../model/shared/json.js";
import { NodeError } from "./errors.js";
import { fingerprint, keyType, type PinnedKeys } from "./host-keys.js";
import type { NodeAddress } from "./types.js";

/** A machine in messages: `root@10.0.0.1:22`. */
function machineName({ user, address, port }: NodeAddress): string {
  return `${user}@${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** The route in messages: `root@10.0.0.1:22`, with the jump hosts that lead there. */
export function routeName(route: readonly NodeAddress[]): string {
  const names = route.map(machineName);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${last} (through ${names.join(", ")})`;
}

/** What each system error means. */
const EXPLAINED: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved now",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it does not answer",
  ECONNRESET: "it closed the connection before it let us in",
  EPIPE: "it closed the connection before it let us in",
};

/**
 * The error of a machine that did not let us in.
 * @param where the machine with the way to it
 */
export function connectError(
  error: unknown,
  machine: NodeAddress,
  where: string,
  timeoutMs: number,
): NodeError {
  if (error instanceof NodeError) return error;
  const { message, level, code } = partsOf(error);
  if (level === "client-authentication" || level === "agent") {
    return unauthorized(machine, where, message);
  }
  const why =
    level === "client-timeout"
      ? `it did not let us in within ${timeoutMs / 1000} s`
      : (EXPLAINED[code] ??
        (message === "Connection lost before handshake" ? EXPLAINED["EPIPE"] : undefined));
  if (why === undefined && level === "handshake") {
    return new NodeError("Unreachable", {
      what: `no way to talk was found: ${message}`,
      where,
      next: "The node's sshd has to offer current algorithms; update it",
      cause: error,
    });
  }
  return new NodeError("Unreachable", {
    what: `cannot connect: ${why ?? message}`,
    where,
    next: "Check that the machine runs and that its address and port are right",
    cause: error,
  });
}

/** The error of a machine whose host key is not pinned. It must never pass for a machine that is down. */
export function hostKeyError(
  machine: NodeAddress,
  where: string,
  shown: Buffer,
  pinned: PinnedKeys,
): NodeError {
  return new NodeError("HostKeyMismatch", {
    what:
      `shows the host key ${fingerprint(shown)} (${keyType(shown)}), which is not pinned; ` +
      `pinned: ${pinned.fingerprints.join(", ")}`,
    where,
    next: `If the node was set up anew, compare the fingerprint on its console and correct ${machine.hostKeysAt}; otherwise somebody else answers at this address`,
  });
}

/** The error of a jump host that does not lead on. */
export function tunnelError(error: unknown, jump: NodeAddress, target: NodeAddress): NodeError {
  const { message } = partsOf(error);
  const isForbidden = /prohibited|not allowed|disabled/i.test(message);
  return new NodeError(isForbidden ? "Unauthorized" : "Unreachable", {
    what: `cannot reach it through the jump host ${machineName(jump)}: ${message}`,
    where: machineName(target),
    next: isForbidden
      ? "Allow AllowTcpForwarding for this user in the jump host's sshd_config"
      : "Check that the machine runs and that the jump host can reach its address and port",
    cause: error,
  });
}

function unauthorized(machine: NodeAddress, where: string, message: string): NodeError {
  const { credential, user } = machine;
  const shown = credential.type === "agent" ? "the keys of the agent" : "our key";
  return new NodeError("Unauthorized", {
    what:
      credential.type === "agent" && !/all configured/i.test(message)
        ? `the agent could not log us in: ${message}`
        : `does not let ${user} in with ${shown}`,
    where,
    next: `Add the public key to ${user}'s authorized_keys on the node, or correct ${credential.at}`,
  });
}

function partsOf(error: unknown): { message: string; level: string; code: string } {
  const message = error instanceof Error && error.message !== "" ? error.message : "unknown failure";
  const text = (key: string): string => (isObject(error) && typeof error[key] === "string" ? error[key] : "");
  return { message, level: text("level"), code: text("code") };
}
