/** Bytes of a public Ed25519 key in OpenSSH's form: its type and its 32 bytes, each behind its length. */
const WHOLE = 51;

/**
 * A new pair of Ed25519 keys that can be used: ssh2 1.17 leaves out a leading zero byte of the public half, about once
 * in 250 times.
 *
 * @param generate makes a pair by ssh2
 */
export function wholePair<P extends { readonly public: string }>(generate: () => P): P {
  for (;;) {
    const pair = generate();
    const [, key = ""] = pair.public.split(" ");
    if (Buffer.from(key, "base64").length === WHOLE) return pair;
  }
}
