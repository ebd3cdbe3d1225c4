import { z } from "zod";

const LARGEST_ID = 2n ** 63n - 1n;

/** `groundplan:identities.<name>`: somebody who signs reservations. */
export const identitySettings = z.strictObject({
  /** The user's id, in decimal digits; written as text, since ids may be larger than what numbers hold. */
  tid: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, "must be a user's id: decimal digits without a leading zero")
    .refine((text) => !/^[0-9]{1,19}$/.test(text) || BigInt(text) <= LARGEST_ID, "must be at most 2^63 − 1"),
  /** File of the seed: 64 hex digits, or a seed file of version 1.0.0 or 1.1.0. Relative to the project folder. */
  seedFile: z.string().min(1).optional(),
  /** Ed25519 public key, 64 hex digits. Needed for those whose seed is not here. */
  publicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be an Ed25519 public key: 64 hexadecimal digits")
    .transform((text) => text.toLowerCase())
    .optional(),
});
export type IdentitySettings = z.infer<typeof identitySettings>;

/** `groundplan:identitiesSecrets.<name>`. One of the two, instead of a file. */
export const identitySecrets = z.strictObject({
  /** The seed, 64 hex digits. */
  seed: z.string().min(1).optional(),
  /** The seed as 24 English words. */
  mnemonic: z.string().min(1).optional(),
});
export type IdentitySecrets = z.infer<typeof identitySecrets>;
