import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { KEY_LENGTH, publicKeyOf } from "../../model/reservation/crypto/ed25519.js";
import { wordsSeed } from "../../model/reservation/crypto/mnemonic.js";
import { readSeedFile } from "../../model/reservation/crypto/seed-file.js";
import { hexBytes, hexText } from "../../model/reservation/scalars/hex.js";
import { Failure } from "../../model/shared/errors.js";
import {
  identitySecrets,
  identitySettings,
  type IdentitySecrets,
  type IdentitySettings,
} from "../../model/shared/targets/identity.js";
import type { TargetType } from "../runtime/target.js";

/** Somebody who signs. */
export interface SigningIdentity {
  readonly name: string;
  /** Decimal id of the user. */
  readonly tid: string;
  /** Ed25519 public key, 64 lower-case hex digits. */
  readonly publicKey: string;
  /** 32 bytes. Absent for those whose signatures come from elsewhere. */
  readonly seed?: Uint8Array;
}

/** `groundplan:identities`: signers. Paths are relative to the project folder, where providers run. */
export const identityTarget: TargetType<SigningIdentity, IdentitySettings, IdentitySecrets> = {
  key: "identities",
  settings: identitySettings,
  secrets: identitySecrets,
  async connect(name, settings, secrets) {
    const { tid, publicKey } = settings;
    const seed = await seedOf(name, settings, secrets ?? {});
    if (seed === undefined) return { name, tid, publicKey: givenKey(name, publicKey) };
    const own = hexText(publicKeyOf(seed));
    if (publicKey !== undefined && publicKey !== own) {
      throw new Failure({
        what: `is the key of another seed; the seed of ${name} has ${own}`,
        where: `groundplan:identities.${name}.publicKey`,
        next: "Correct it or take it out",
      });
    }
    return { name, tid, publicKey: own, seed };
  },
};

async function seedOf(
  name: string,
  { seedFile, tid }: IdentitySettings,
  { seed, mnemonic }: IdentitySecrets,
): Promise<Uint8Array | undefined> {
  const secretAt = (field: string): string => `groundplan:identitiesSecrets.${name}.${field}`;
  if (seed !== undefined) {
    return seedBytes(hexBytes(seed.trim()), secretAt("seed"), "must be 64 hexadecimal digits");
  }
  if (mnemonic !== undefined) {
    const what = "must have 24 English words with a right check sum";
    return seedBytes(wordsSeed(mnemonic.trim()), secretAt("mnemonic"), what);
  }
  if (seedFile === undefined) return undefined;
  const where = `groundplan:identities.${name}.seedFile`;
  const read = readSeedFile(await fileBytes(where, seedFile));
  if (!read.ok) throw new Failure({ what: `${seedFile} ${read.reason}`, where, next: "Name another file" });
  if (read.tid !== undefined && read.tid !== tid) {
    const what = `${seedFile} holds the seed of user ${read.tid}, and ${name} is user ${tid}`;
    throw new Failure({ what, where, next: "Name another file, or correct tid" });
  }
  return read.seed;
}

function seedBytes(bytes: Uint8Array | undefined, where: string, what: string): Uint8Array {
  if (bytes?.length === KEY_LENGTH) return bytes;
  throw new Failure({ what: `${what}; the value is secret and not shown`, where, next: "Set it again" });
}

function givenKey(name: string, publicKey: string | undefined): string {
  if (publicKey !== undefined) return publicKey;
  throw new Failure({
    what: "has neither a seed nor a public key",
    where: `groundplan:identities.${name}`,
    next: `Keep the seed with \`pulumi config set --secret --path 'groundplan:identitiesSecrets.${name}.seed'\`, or give publicKey`,
  });
}

/** Seed files may hold any bytes. */
async function fileBytes(where: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new Failure({
      what: `${path} cannot be read (${code})`,
      where,
      next: "Correct the path, relative to the project folder, or create the file",
    });
  }
}
