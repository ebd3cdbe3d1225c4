import { isObject } from "../../shared/json.js";
import { hexBytes } from "../scalars/hex.js";
import { isInt64Text } from "../scalars/int64.js";
import { utf8 } from "../scalars/utf8.js";
import { KEY_LENGTH } from "./ed25519.js";
import { seedWords, wordsSeed } from "./mnemonic.js";

/** A seed and, where the file says so, whose it is. */
export interface Identity {
  readonly seed: Uint8Array;
  /** Decimal id of the user. */
  readonly tid?: string;
}

/** What is in a seed file, or what is wrong with it, as the end of a sentence that never repeats the content. */
export type ReadSeed = ({ readonly ok: true } & Identity) | { readonly ok: false; readonly reason: string };

const RAW_HEADER = '"1.0.0"';
const WORDS_HEADER = '"1.1.0"';

/**
 * Reads a seed file in any of three forms: the version text `"1.0.0"` followed by the 32 bytes themselves, `"1.1.0"`
 * followed by `{"mnemonic":"…","threebotid":n}`, or 64 hexadecimal digits.
 */
export function readSeedFile(content: Uint8Array): ReadSeed {
  const bytes = Buffer.from(content);
  if (bytes.subarray(0, RAW_HEADER.length).toString("latin1") === RAW_HEADER) {
    const seed = withoutLineEnd(bytes.subarray(RAW_HEADER.length));
    if (seed.length === KEY_LENGTH) return { ok: true, seed: new Uint8Array(seed) };
    return { ok: false, reason: `must have ${KEY_LENGTH} bytes after its version and has ${seed.length}` };
  }
  const text = bytes.toString("utf8").trim();
  if (text.startsWith(WORDS_HEADER)) return readWords(text.slice(WORDS_HEADER.length));
  const seed = hexBytes(text);
  if (seed?.length === KEY_LENGTH) return { ok: true, seed };
  return {
    ok: false,
    reason: "must be 64 hexadecimal digits (32 bytes), or a seed file of version 1.0.0 or 1.1.0",
  };
}

/** A seed file of version 1.0.0. */
export function seedFileOfBytes(seed: Uint8Array): Uint8Array {
  return Uint8Array.from([...utf8(RAW_HEADER), ...seed]);
}

/**
 * A seed file of version 1.1.0.
 * @param tid Decimal id of the user, at most 2^53 − 1.
 */
export function seedFileOfWords(seed: Uint8Array, tid: string): Uint8Array {
  return utf8(`${WORDS_HEADER}${JSON.stringify({ mnemonic: seedWords(seed), threebotid: Number(tid) })}`);
}

function readWords(json: string): ReadSeed {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    return { ok: false, reason: "must have JSON after its version" };
  }
  const { mnemonic, threebotid } = isObject(payload)
    ? payload
    : { mnemonic: undefined, threebotid: undefined };
  const seed = typeof mnemonic === "string" ? wordsSeed(mnemonic) : undefined;
  if (seed === undefined) return { ok: false, reason: "must have 24 English words with a right check sum" };
  if (threebotid === undefined || threebotid === null || threebotid === 0) return { ok: true, seed };
  const tid = typeof threebotid === "number" || typeof threebotid === "string" ? String(threebotid) : "";
  const rounded = typeof threebotid === "number" && !Number.isSafeInteger(threebotid);
  return isInt64Text(tid) && !rounded
    ? { ok: true, seed, tid }
    : { ok: false, reason: "must have a whole number as threebotid" };
}

/** An editor may have added a line end. */
function withoutLineEnd(bytes: Buffer): Buffer {
  return bytes.length === KEY_LENGTH + 1 && bytes.at(-1) === 0x0a ? bytes.subarray(0, KEY_LENGTH) : bytes;
}
