import { scrypt, type ScryptOptions } from "node:crypto";
import { KEY_LENGTH } from "../../reservation/crypto/ed25519.js";

const PURPOSE = "groundplan gateway tunnel key 1";

/** 32 MiB and about a tenth of a second a guess: the key that follows from a secret is public. */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };

/**
 * The Ed25519 seed of a tunnel's key, 32 bytes: always the same for one secret of one workload, and another one for
 * any other.
 */
export function tunnelSeed(secret: string, workloadId: string): Promise<Uint8Array> {
  const salt = `${PURPOSE}\0${workloadId}`;
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize("NFC"), salt, KEY_LENGTH, COST, (error, seed) => {
      if (error === null) resolve(Uint8Array.from(seed));
      else reject(error);
    });
  });
}
