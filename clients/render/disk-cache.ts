import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RenderCache } from "../../model/workspace/render/render-cache.js";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** An entry that nobody has asked for in so long is removed: thirty days, in milliseconds. */
const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Keeps renderings below a folder. An entry is encrypted by what it was rendered from, so that a copy of the folder
 * gives nothing away, and a damaged entry counts as none. Where the folder cannot be written, nothing is kept.
 *
 * @param folder Made when it is not there, for this user alone.
 */
export function diskCache(folder: string): RenderCache {
  return {
    get: async (key) => {
      try {
        const file = fileOf(folder, key);
        const text = decrypt(await readFile(file), key);
        const now = new Date();
        await utimes(file, now, now).catch(() => undefined);
        return text;
      } catch {
        return undefined;
      }
    },
    put: async (key, text) => {
      const file = fileOf(folder, key);
      const fresh = `${file}.${process.pid}-${randomBytes(6).toString("hex")}`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(fresh, encrypt(text, key), { mode: 0o600, flag: "wx" });
        await rename(fresh, file);
        await removeUnused(path.dirname(file));
      } catch {
        await rm(fresh, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Entries are spread over folders, so that this looks at a few of them only. */
async function removeUnused(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const stats = await stat(file).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > UNUSED_MS) await rm(file, { force: true });
  }
}

function fileOf(folder: string, key: string): string {
  const name = derived("name", key).toString("hex");
  return path.join(folder, name.slice(0, 2), name);
}

function encrypt(text: string, key: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, derived("content", key), nonce);
  const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]);
}

/** @throws Error when the entry is not what was written under the key. */
function decrypt(entry: Buffer, key: string): string {
  const nonce = entry.subarray(0, NONCE_BYTES);
  const tag = entry.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, derived("content", key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  const content = entry.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(content), decipher.final()]).toString("utf8");
}

function derived(purpose: string, key: string): Buffer {
  return createHash("sha256").update(`${purpose}\n${key}`).digest();
}
