import { utils, type AnyAuthMethod } from "ssh2";
import { NodeError } from "./errors.js";
import type { NodeAddress } from "./types.js";

/**
 * The one way in which we log in to a machine; a server that refuses it is not tried with anything else.
 * @throws NodeError Invalid when the private key cannot be used
 */
export function loginMethod({ user, credential }: NodeAddress): AnyAuthMethod {
  if (credential.type === "agent") return { type: "agent", username: user, agent: credential.socket };
  const { privateKey, passphrase, at } = credential;
  // ssh2's parser answers with a list for some forms, which its types do not tell.
  const parsed: unknown = utils.parseKey(`${privateKey.trim()}\n`, passphrase);
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error) throw unusable(at, complaint(key.message, passphrase !== undefined));
  if (!isPrivateKey(key)) throw unusable(at, "it is a public key");
  return {
    type: "publickey",
    username: user,
    key: `${privateKey.trim()}\n`,
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function isPrivateKey(key: unknown): boolean {
  if (typeof key !== "object" || key === null || !("isPrivateKey" in key)) return false;
  return typeof key.isPrivateKey === "function" && Reflect.apply(key.isPrivateKey, key, []) === true;
}

/** What the parser says, without any part of the key. */
function complaint(message: string, hasPassphrase: boolean): string {
  if (/no passphrase given/i.test(message)) return "it is encrypted, and no passphrase is given";
  if (
    /passphrase|integrity check|bad decrypt|malformed openssh private key/i.test(message) &&
    hasPassphrase
  ) {
    return "the passphrase is wrong";
  }
  return "it is no private key in PEM or OpenSSH form";
}

function unusable(at: string, why: string): NodeError {
  return new NodeError("Invalid", {
    what: `the private key cannot be used: ${why}`,
    where: at,
    next: "Give a private key as ssh-keygen makes it, with its passphrase if it has one",
  });
}
