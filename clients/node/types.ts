import type { Readable } from "node:stream";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";

/** One machine on the way to a node, or the node itself. */
export interface NodeAddress {
  /** Host name, IPv4 or IPv6 address. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Pinned host keys: `ssh-ed25519 AAAA…`, or lines of `known_hosts`; an element may hold several lines. */
  readonly hostKeys: readonly string[];
  /** The setting that pins the host keys, for errors: `groundplan:nodes.node1.hostKeys`. */
  readonly hostKeysAt: string;
  readonly credential: NodeCredential;
}

/** What logs in: a private key of ours, or those that an agent holds. */
export type NodeCredential =
  | {
      readonly type: "key";
      readonly privateKey: string;
      readonly passphrase?: string | undefined;
      /** The setting that the key is from, for errors. */
      readonly at: string;
    }
  | {
      readonly type: "agent";
      /** Path of the agent's socket. */
      readonly socket: string;
      /** The setting that wants the agent, for errors. */
      readonly at: string;
    };

/** How a node is reached and worked on. */
export interface NodeOptions extends NodeAddress {
  /** Machines to go through, the first one first. Default none. */
  readonly jumpHosts?: readonly NodeAddress[];
  /** Scripts run by `sudo -n`. Default false. */
  readonly sudo?: boolean;
  /** Who takes locks, for others who have to wait: `ann@laptop`. */
  readonly lockedBy: string;
  /** How long one machine may take to let us in, in milliseconds. Default 20,000. */
  readonly connectTimeoutMs?: number;
  /** Folder on the node that is empty after a reboot, for locks. Default `/run/groundplan`. */
  readonly runFolder?: string;
  /** Folder on the node for what stays. Default `/var/lib/groundplan`. */
  readonly stateFolder?: string;
}

/**
 * A script of ours for the node's POSIX shell. It runs under `sh -eu` with the functions of `scripts/lib.sh.ts` and
 * its parameters as variables, and ends with a call of `answer`. Whatever it starts in the background has to close
 * or redirect its output.
 */
export interface NodeScript {
  /** For messages: `container-create`. */
  readonly name: string;
  readonly text: string;
  /** Names of the parameters whose values are taken out of everything that is told. Default none. */
  readonly secrets?: readonly string[];
}

export interface RunOptions {
  /** Ends the script on the node. */
  readonly signal?: AbortSignal | undefined;
  /** How long the script may run, in milliseconds. Default 120,000. The node ends it too, if we no longer can. */
  readonly timeoutMs?: number;
  /** Gets each line that the script prints before its answer, and each line of its errors, without secrets. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface LockOptions {
  /** Ends the wait for the lock; the work listens to it by itself. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for the lock, in milliseconds. Default 300,000. */
  readonly timeoutMs?: number;
  /** Told while somebody else holds the lock: `ann@laptop (container web), for 12 s`. */
  readonly onWait?: ((holder: string) => void) | undefined;
}

export interface UploadOptions {
  /** Digest of the content, 64 hex digits. Needed for streams; computed for buffers when it is left out. */
  readonly sha256?: string;
  readonly signal?: AbortSignal | undefined;
  /** How long it may take, in milliseconds. Default 1,800,000. */
  readonly timeoutMs?: number;
  /** Told the bytes that the node has. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** One Linux node. Nothing is connected before the first call. */
export interface NodeClient {
  /** `user@host:port`, for messages. */
  readonly where: string;

  /**
   * Runs one of our scripts and returns its answer, the JSON of the last line that it prints. Script and parameters
   * travel on the standard input only. A script must be safe to run again: when a connection breaks in the middle,
   * nobody knows how far it got.
   *
   * @param parameters variables of the script; see `parameters.ts` for how lists and objects arrive
   * @throws NodeError
   */
  run(script: NodeScript, parameters: JsonObject, options?: RunOptions): Promise<JsonValue>;

  /**
   * Runs work while nobody else, in this process or another, does so on this node. The work uses the client that it
   * is given: it refuses to go on once the lock is lost.
   *
   * @param what told to others who wait: `container web`
   * @throws NodeError Locked when the wait was too long; whatever the work throws
   */
  exclusively<T>(what: string, work: (node: NodeClient) => Promise<T>, options?: LockOptions): Promise<T>;

  /**
   * Puts a file below the node's state folder, readable for its owner only. Content that is there already is not
   * sent, and what an earlier call has sent is not sent again.
   *
   * @param path below the state folder: `images/web.tar`
   * @throws NodeError
   */
  upload(path: string, content: Readable | Buffer, options?: UploadOptions): Promise<void>;

  /** Ends the connection and whatever waits for it. */
  close(): Promise<void>;
}
