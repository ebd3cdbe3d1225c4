import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";
import { NodeError, type NodeErrorReason } from "./errors.js";
import { assignments } from "./parameters.js";
import { Turns } from "./turns.js";
import type { LockOptions, NodeClient, NodeScript, RunOptions, UploadOptions } from "./types.js";

/** What a pretended node does for one script. */
export type FakeScript = (parameters: JsonObject, call: FakeCall) => JsonValue | Promise<JsonValue>;

/** One script that was run on a pretended node. */
export interface FakeCall {
  readonly script: string;
  readonly parameters: JsonObject;
  /** What the lock was taken for; undefined without it. */
  readonly lock: string | undefined;
}

/**
 * A node that only pretends, for the tests of what works with nodes: each script is answered by a function of the
 * test, by the script's name. Parameters are checked as the real client checks them, locks exclude, and failures can
 * be planned.
 */
export class FakeNode implements NodeClient {
  readonly where: string;
  /** Scripts that were run, failed ones too. */
  readonly calls: FakeCall[] = [];
  /** Contents of files by their paths below the node's folder. */
  readonly files = new Map<string, Buffer>();
  /** Locks that were taken, in order. */
  readonly locks: string[] = [];
  /** What somebody else holds the lock for; taking it then fails. */
  lockedBy: string | undefined;
  readonly #turns = new Turns(1);
  readonly #failures: {
    readonly reason: NodeErrorReason;
    readonly script: string | undefined;
    after: boolean;
  }[] = [];
  #down: NodeErrorReason | undefined;

  /** @param scripts what answers a script, by its name */
  constructor(
    private readonly scripts: Readonly<Record<string, FakeScript>>,
    name = "node1",
  ) {
    this.where = `root@${name}:22`;
  }

  /** The next script fails, before it does anything or, as when a connection breaks, after it did. */
  failNext(
    reason: NodeErrorReason,
    options: { readonly script?: string; readonly after?: boolean } = {},
  ): void {
    this.#failures.push({ reason, script: options.script, after: options.after ?? false });
  }

  /** Every call fails until {@link comeBack}. */
  goDown(reason: NodeErrorReason = "Unreachable"): void {
    this.#down = reason;
  }

  comeBack(): void {
    this.#down = undefined;
  }

  run(script: NodeScript, parameters: JsonObject, options: RunOptions = {}): Promise<JsonValue> {
    return this.#run(script, parameters, options, undefined);
  }

  async exclusively<T>(
    what: string,
    work: (node: NodeClient) => Promise<T>,
    options: LockOptions = {},
  ): Promise<T> {
    const endTurn = await this.#turns.take(options.signal).catch(() => {
      throw this.#error("Cancelled", "the wait for the lock was cancelled");
    });
    try {
      this.#mustBeUp();
      if (this.lockedBy !== undefined) {
        options.onWait?.(this.lockedBy);
        throw this.#error("Locked", `is locked by ${this.lockedBy}`);
      }
      this.locks.push(what);
      const locked: NodeClient = {
        where: this.where,
        run: (script, parameters, inner = {}) => this.#run(script, parameters, inner, what),
        exclusively: (_what, inner) => inner(locked),
        upload: (path, content, inner) => this.upload(path, content, inner),
        close: () => this.close(),
      };
      return await work(locked);
    } finally {
      endTurn();
    }
  }

  async upload(path: string, content: Readable | Buffer, options: UploadOptions = {}): Promise<void> {
    this.#mustBeUp();
    const chunks: Buffer[] = [];
    if (Buffer.isBuffer(content)) chunks.push(content);
    else for await (const chunk of content) chunks.push(Buffer.from(chunk as Buffer));
    const bytes = Buffer.concat(chunks);
    const found = createHash("sha256").update(bytes).digest("hex");
    if (options.sha256 !== undefined && options.sha256 !== found) {
      throw this.#error(
        "DigestMismatch",
        `${path} was to have the SHA-256 ${options.sha256} and has ${found}`,
      );
    }
    this.files.set(path, bytes);
    options.onProgress?.(bytes.length);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #run(
    script: NodeScript,
    parameters: JsonObject,
    options: RunOptions,
    lock: string | undefined,
  ): Promise<JsonValue> {
    assignments(parameters, `script ${script.name} on ${this.where}`);
    if (options.signal?.aborted === true)
      throw this.#error("Cancelled", "the work on the node was cancelled");
    this.#mustBeUp();
    const call = { script: script.name, parameters, lock };
    this.calls.push(call);
    const planned = this.#failures.findIndex(
      ({ script: only }) => only === undefined || only === script.name,
    );
    const failure = planned === -1 ? undefined : this.#failures.splice(planned, 1)[0];
    if (failure?.after === false) throw this.#error(failure.reason, `the script ${script.name} was to fail`);
    const answer = this.scripts[script.name];
    if (answer === undefined) throw this.#error("ScriptFailed", `nobody answers the script ${script.name}`);
    const answered = await answer(parameters, call);
    if (failure !== undefined) throw this.#error(failure.reason, `the script ${script.name} was to fail`);
    return answered;
  }

  #mustBeUp(): void {
    if (this.#down !== undefined) throw this.#error(this.#down, "the node was to be down");
  }

  #error(reason: NodeErrorReason, what: string): NodeError {
    return new NodeError(reason, { what, where: this.where });
  }
}
