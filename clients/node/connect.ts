import type { Readable } from "node:stream";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";
import { foldersOf } from "./command.js";
import { routeName } from "./connect-error.js";
import { NodeError } from "./errors.js";
import type { HeldLock } from "./held-lock.js";
import { pinnedKeys } from "./host-keys.js";
import { Link } from "./link.js";
import { NodeLock } from "./lock.js";
import { loginMethod } from "./login.js";
import { runScript } from "./run-script.js";
import { lockFiles } from "./scripts/lock.sh.js";
import type { NodeSession } from "./session.js";
import { Turns } from "./turns.js";
import type { LockOptions, NodeClient, NodeOptions, NodeScript, RunOptions, UploadOptions } from "./types.js";
import { uploadFile } from "./upload.js";

/** sshd allows ten sessions a connection; the lock needs one of them, and ending a script another one. */
const SESSIONS = 8;
const CONNECT_TIMEOUT_MS = 20_000;

/**
 * The client of a node. Settings are checked here; the connection is made by the first call.
 * @throws NodeError Invalid when keys or host keys cannot be used
 */
export async function connectNode(options: NodeOptions): Promise<NodeClient> {
  const route = [...(options.jumpHosts ?? []), options];
  for (const machine of route) {
    pinnedKeys(machine);
    loginMethod(machine);
  }
  const where = routeName(route);
  const session: NodeSession = {
    where,
    link: new Link(route, where, options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS),
    sessions: new Turns(SESSIONS),
    sudo: options.sudo ?? false,
    folders: foldersOf(options),
    lockedBy: options.lockedBy,
  };
  return Promise.resolve(new SshNode(session));
}

class SshNode implements NodeClient {
  readonly where: string;
  readonly #lock: NodeLock;

  constructor(private readonly session: NodeSession) {
    this.where = session.where;
    this.#lock = new NodeLock(session);
  }

  run(script: NodeScript, parameters: JsonObject, options: RunOptions = {}): Promise<JsonValue> {
    return runScript(this.session, script, parameters, options);
  }

  exclusively<T>(
    what: string,
    work: (node: NodeClient) => Promise<T>,
    options: LockOptions = {},
  ): Promise<T> {
    return this.#lock.hold(what, options, (held) => work(new LockedNode(this.session, held, what)));
  }

  upload(path: string, content: Readable | Buffer, options: UploadOptions = {}): Promise<void> {
    return uploadFile(this.session, path, content, options);
  }

  close(): Promise<void> {
    return this.session.link.close();
  }
}

/** The node while its lock is in our hands. Scripts that outlive the lock keep the next holder waiting. */
class LockedNode implements NodeClient {
  readonly where: string;

  constructor(
    private readonly session: NodeSession,
    private readonly held: HeldLock,
    private readonly what: string,
  ) {
    this.where = session.where;
  }

  async run(script: NodeScript, parameters: JsonObject, options: RunOptions = {}): Promise<JsonValue> {
    this.#mustHold();
    return runScript(this.session, script, parameters, options, lockFiles(this.session.folders).busy);
  }

  async exclusively<T>(_what: string, work: (node: NodeClient) => Promise<T>): Promise<T> {
    this.#mustHold();
    return work(this);
  }

  async upload(path: string, content: Readable | Buffer, options: UploadOptions = {}): Promise<void> {
    this.#mustHold();
    await uploadFile(this.session, path, content, options);
  }

  close(): Promise<void> {
    return this.session.link.close();
  }

  #mustHold(): void {
    if (!this.held.lost) return;
    throw new NodeError("Unreachable", {
      what: `the node's lock for "${this.what}" was lost with its connection`,
      where: this.where,
      next: "Run the command again; what is done already is not done twice",
    });
  }
}
