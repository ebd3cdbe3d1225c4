import type { TunnelKeys } from "./tunnel-keys.js";

const privateKeys = new Map<string, string>();

/** Keeps a private key that was derived from a secret for as long as this process lives. */
export function rememberPrivateKey({ publicKey, privateKey }: TunnelKeys): void {
  privateKeys.set(publicKey, privateKey);
}

/** The private half of a key that this process has derived. */
export function derivedPrivateKey(publicKey: string): string | undefined {
  return privateKeys.get(publicKey);
}
