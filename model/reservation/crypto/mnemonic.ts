import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { KEY_LENGTH } from "./ed25519.js";

/** The 24 English words (BIP-39) of a seed. The seed is the words' entropy itself; no password enters. */
export function seedWords(seed: Uint8Array): string {
  return entropyToMnemonic(seed, wordlist);
}

/** The seed of 24 words, in any case and with any blanks between; undefined when words or check sum are wrong. */
export function wordsSeed(words: string): Uint8Array | undefined {
  try {
    const seed = mnemonicToEntropy(words.trim().toLowerCase().split(/\s+/).join(" "), wordlist);
    return seed.length === KEY_LENGTH ? seed : undefined;
  } catch {
    return undefined;
  }
}
