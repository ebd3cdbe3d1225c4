import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ClientChannel } from "ssh2";
import { z } from "zod";
import { endOrGiveUp, whenEnded, type ChannelEnd } from "./channel-end.js";
import { fixedScript } from "./command.js";
import { NodeError } from "./errors.js";
import { cancelled } from "./link.js";
import { runScript } from "./run-script.js";
import { APPEND, APPEND_BUSY, UPLOAD_BEGIN, UPLOAD_END } from "./scripts/upload.sh.js";
import type { NodeSession } from "./session.js";
import type { UploadOptions } from "./types.js";

const DEFAULT_TIMEOUT_MS = 1_800_000;
/** A digest of a large file takes its time. */
const DIGEST_TIMEOUT_MS = 600_000;
/** An upload that failed is waited for so long, in milliseconds. */
const CLOSING_MS = 3_000;
const PATH = /^[A-Za-z0-9][\w.+-]*(?:\/[A-Za-z0-9][\w.+-]*)*$/;

const begun = z.object({ complete: z.boolean(), bytes: z.number() });
const finished = z.object({ found: z.string(), bytes: z.number() });

/** Puts a file on a node; see `NodeClient.upload`. */
export async function uploadFile(
  session: NodeSession,
  path: string,
  content: Readable | Buffer,
  options: UploadOptions,
): Promise<void> {
  const { where } = session;
  const digest = digestOf(path, content, options, where);
  const { signal, onProgress } = options;
  const parameters = { path, digest };
  const limits = { signal, timeoutMs: DIGEST_TIMEOUT_MS };
  const before = begun.parse(await runScript(session, UPLOAD_BEGIN, parameters, limits));
  onProgress?.(before.bytes);
  if (before.complete) return;
  const part = `${session.folders.state}/${path}.${digest}.part`;
  await append(session, { part, from: before.bytes, content }, options);
  const after = finished.parse(await runScript(session, UPLOAD_END, parameters, limits));
  if (after.found === digest) return;
  throw new NodeError("DigestMismatch", {
    what: `${path} was to have the SHA-256 ${digest}; what arrived (${after.bytes} bytes) has ${after.found}, and was removed`,
    where,
    next: "Check that the content is what the digest was made of, then run the command again",
  });
}

function digestOf(
  path: string,
  content: Readable | Buffer,
  { sha256 }: UploadOptions,
  where: string,
): string {
  if (!PATH.test(path)) {
    const next = "Give a path below the node's folder, of letters, digits and ._+-";
    throw new NodeError("Invalid", { what: `${JSON.stringify(path)} is no path for an upload`, where, next });
  }
  if (Buffer.isBuffer(content)) {
    const found = createHash("sha256").update(content).digest("hex");
    if (sha256 === undefined || sha256 === found) return found;
    const what = `${path} was to have the SHA-256 ${sha256} and has ${found}`;
    throw new NodeError("DigestMismatch", { what, where, next: "Correct the digest or the content" });
  }
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256)) return sha256;
  const what = `the stream for ${path} comes without its SHA-256`;
  throw new NodeError("Invalid", { what, where, next: "Give sha256, 64 hex digits" });
}

interface Rest {
  /** The file on the node that holds what has arrived. */
  readonly part: string;
  readonly from: number;
  readonly content: Readable | Buffer;
}

async function append(session: NodeSession, rest: Rest, options: UploadOptions): Promise<void> {
  const { where, sudo } = session;
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, onProgress } = options;
  const limit = AbortSignal.timeout(timeoutMs);
  const stop = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const endTurn = await session.sessions.take(stop).catch(() => {
    throw cancelled(where);
  });
  try {
    const channel = await session.link.open(fixedScript(APPEND, sudo), stop);
    const said: string[] = [];
    channel.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString().trim()));
    const ended = whenEnded(channel);
    channel.write(`${rest.part}\n${rest.from}\n${Math.ceil(timeoutMs / 1000)}\n`);
    const fault = await sent(channel, remaining(rest, onProgress), stop);
    if (fault !== undefined) channel.close();
    const end = await (fault === undefined ? ended : endOrGiveUp(channel, ended, CLOSING_MS));
    if (signal?.aborted === true) throw cancelled(where);
    if (limit.aborted) {
      const what = `the upload took longer than ${timeoutMs / 1000} s`;
      throw new NodeError("Timeout", {
        what,
        where,
        next: "Run the command again; it continues where it ended",
      });
    }
    if (end.exited && end.code === 0 && fault === undefined) return;
    throw appendError(session, end, said.join("; "), fault);
  } finally {
    endTurn();
  }
}

/** Sends a stream to the end; answers with what went wrong, if anything did. */
async function sent(channel: ClientChannel, content: Readable, signal: AbortSignal): Promise<unknown> {
  try {
    await pipeline(content, channel, { signal });
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What the node does not have yet. */
function remaining({ from, content }: Rest, onProgress?: (bytes: number) => void): Readable {
  const chunks = async function* (): AsyncGenerator<Buffer> {
    let passed = 0;
    for await (const chunk of Buffer.isBuffer(content) ? slices(content) : content) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
      const skipped = Math.min(Math.max(0, from - passed), bytes.length);
      passed += bytes.length;
      if (skipped < bytes.length) {
        yield bytes.subarray(skipped);
        onProgress?.(passed);
      }
    }
  };
  return Readable.from(chunks(), { objectMode: false });
}

const SLICE = 64 * 1024;

function* slices(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += SLICE) yield content.subarray(at, at + SLICE);
}

function appendError({ where }: NodeSession, end: ChannelEnd, said: string, cause: unknown): NodeError {
  if (end.code === APPEND_BUSY) {
    const what = "somebody else uploads the same file";
    return new NodeError("Locked", { what, where, next: "Run the command again when that is done" });
  }
  if (!end.exited) {
    return new NodeError("Unreachable", {
      what: "the connection broke during an upload",
      where,
      next: "Run the command again; the upload continues where it ended",
      cause,
    });
  }
  return new NodeError("ScriptFailed", {
    what: `the upload failed: ${said === "" ? `exit code ${end.code ?? "unknown"}` : said}`,
    where,
    next: "Check that the node has space below its folder",
    exitCode: end.code,
    cause,
  });
}
