import { isObject } from "../../../model/shared/json.js";
import { Failure } from "../../../model/shared/errors.js";
import type { Bag } from "../rpc/bag.js";

/** How to reach a machine over SSH. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** PEM or OpenSSH text. */
  readonly privateKey: string | undefined;
  readonly privateKeyPassword: string | undefined;
  readonly agentSocketPath: string | undefined;
  /** The server's key as in `known_hosts`, with or without its type; any key is taken when it is not given. */
  readonly hostKey: string | undefined;
  /** Failed dials after which it gives up; -1 for never. */
  readonly dialErrorLimit: number;
  /** Seconds; 0 for no limit. */
  readonly perDialTimeout: number;
}

export interface Connection extends Endpoint {
  /** A machine through which the other one is reached. */
  readonly proxy: Endpoint | undefined;
}

const DEFAULTS = { port: 22, user: "root", dialErrorLimit: 10, perDialTimeout: 15 };

/** A connection with its defaults written out. */
export function withDefaults(connection: Bag): Bag {
  const { proxy } = connection;
  return { ...DEFAULTS, ...connection, ...(isObject(proxy) ? { proxy: { ...DEFAULTS, ...proxy } } : {}) };
}

/**
 * Reads the input `connection`.
 * @throws Failure when it names no host.
 */
export function readConnection(value: unknown): Connection {
  const connection = isObject(value) ? value : {};
  const { proxy } = connection;
  return { ...endpoint(connection), proxy: isObject(proxy) ? endpoint(proxy) : undefined };
}

function endpoint(value: Bag): Endpoint {
  const text = (key: string): string | undefined => {
    const member = value[key];
    return typeof member === "string" && member !== "" ? member : undefined;
  };
  const number = (key: "port" | "dialErrorLimit" | "perDialTimeout"): number => {
    const member = value[key];
    return typeof member === "number" ? member : DEFAULTS[key];
  };
  const host = text("host");
  if (host === undefined)
    throw new Failure({ what: "the connection names no host", next: "Give connection.host" });
  return {
    host,
    port: number("port"),
    user: text("user") ?? DEFAULTS.user,
    password: text("password"),
    privateKey: text("privateKey"),
    privateKeyPassword: text("privateKeyPassword"),
    agentSocketPath: text("agentSocketPath"),
    hostKey: text("hostKey"),
    dialErrorLimit: number("dialErrorLimit"),
    perDialTimeout: number("perDialTimeout"),
  };
}
