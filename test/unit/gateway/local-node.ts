import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeError, type NodeErrorReason } from "../../../clients/node/errors.js";
import { assignments } from "../../../clients/node/parameters.js";
import { scriptText, STARTED } from "../../../clients/node/script-text.js";
import { Turns } from "../../../clients/node/turns.js";
import type { LockOptions, NodeClient, NodeScript, RunOptions } from "../../../clients/node/types.js";
import type { JsonObject, JsonValue } from "../../../model/shared/json.js";

/** A node whose shell is one of this machine, with folders of its own. */
export class LocalNode implements NodeClient {
  readonly where = "root@local:22";
  readonly folder = mkdtempSync(join(tmpdir(), "groundplan-local-"));
  /** Names of the scripts that ran. */
  readonly ran: string[] = [];
  /** What the lock was taken for. */
  readonly locks: string[] = [];
  /** The next script fails with this reason once it has done everything. */
  failAfter: NodeErrorReason | undefined;
  readonly #turns = new Turns(1);

  /** @param functions shell functions that stand for programs of the node */
  constructor(private readonly functions = "") {}

  get stateFolder(): string {
    return join(this.folder, "state");
  }

  async run(script: NodeScript, parameters: JsonObject, options: RunOptions = {}): Promise<JsonValue> {
    this.ran.push(script.name);
    const folders = { run: join(this.folder, "run"), state: this.stateFolder };
    const text = scriptText(
      `${this.functions}\n${script.text}`,
      assignments(parameters, `script ${script.name}`),
      folders,
    );
    const { code, out, err } = await shell(text);
    const lines = out.split("\n").filter((line) => line.trim() !== "" && !line.startsWith(STARTED));
    for (const line of lines.slice(0, -1)) options.onLine?.(line);
    const said = err.split("\n").filter((line) => line.trim() !== "");
    if (this.failAfter !== undefined) {
      const reason = this.failAfter;
      this.failAfter = undefined;
      throw new NodeError(reason, { what: "was to fail", where: this.where });
    }
    if (code !== 0)
      throw new NodeError("ScriptFailed", { what: said.slice(-3).join("; "), where: this.where, said });
    // What JSON.parse returns is a JSON value.
    return JSON.parse(lines.at(-1) ?? "") as JsonValue;
  }

  /** What a script prints. */
  async say(text: string): Promise<string> {
    const { code, out, err } = await shell(`set -eu\nstate_folder='${this.stateFolder}'\n${text}`);
    if (code !== 0) throw new Error(err);
    return out.trim();
  }

  async exclusively<T>(
    what: string,
    work: (node: NodeClient) => Promise<T>,
    options: LockOptions = {},
  ): Promise<T> {
    const endTurn = await this.#turns.take(options.signal);
    this.locks.push(what);
    try {
      return await work(this);
    } finally {
      endTurn();
    }
  }

  upload(): Promise<void> {
    return Promise.reject(new Error("nothing is sent to this node"));
  }

  close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    return Promise.resolve();
  }
}

function shell(
  input: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const process = spawn("sh", ["-eu"], { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    process.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    process.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    process.on("error", reject);
    process.on("close", (code) => {
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
    process.stdin.end(input);
  });
}
