import { createHash } from "node:crypto";
import { readIfThere } from "../state/files.js";

/** How to find out whether a daemon does its work. Plain data, so that `status` can ask without knowing daemons. */
export type Probe =
  | {
      readonly type: "http";
      readonly url: string;
      /** Status codes that count as healthy; 401 is a sign of life too where no credentials are at hand. */
      readonly expect: readonly number[];
      /** PEM file of the certificate authority, for https. */
      readonly certificateAuthority?: string;
    }
  | { readonly type: "tcp"; readonly host: string; readonly port: number }
  | {
      readonly type: "unix";
      readonly path: string;
      /** Look at `path` as this daemon sees it. */
      readonly within?: string;
    }
  | {
      /** There is this file. */
      readonly type: "file";
      readonly path: string;
      /** As in `unix`. */
      readonly within?: string;
    };

/** A long-running process of the lab, described as data. */
export interface Daemon {
  /** Unique in a lab; names its log and its record. */
  readonly name: string;
  /** Absolute path. */
  readonly binary: string;
  readonly args: readonly string[];
  /** Added to a minimal environment (PATH, HOME, LANG). */
  readonly env?: Readonly<Record<string, string>>;
  /** Name of the daemon whose mount and network namespaces it shares. */
  readonly within?: string;
  /** Start it in mount and network namespaces of its own. */
  readonly ownNamespaces?: boolean;
  readonly probe: Probe;
  /** Milliseconds it may take from its start until the probe succeeds. */
  readonly readyWithinMs: number;
  /** Where it listens, for people. */
  readonly address: string;
  /** Files whose change asks for a restart. */
  readonly configFiles?: readonly string[];
}

/** Digest of everything that makes a running daemon outdated when it changes. */
export function fingerprint(daemon: Daemon): string {
  const { name, binary, args, env, within, ownNamespaces } = daemon;
  const configs = (daemon.configFiles ?? []).map((file) => readIfThere(file) ?? "");
  return createHash("sha256")
    .update(JSON.stringify([name, binary, args, env ?? {}, within ?? "", ownNamespaces ?? false, configs]))
    .digest("hex");
}
