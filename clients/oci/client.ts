import { Failure } from "../../model/shared/errors.js";
import type { RetryPace } from "./exchange.js";
import { HttpStore } from "./http-store.js";
import { openRegistry } from "./registry.js";
import { openTransport } from "./transport.js";
import type { OciRegistry } from "./types.js";

/** Registries whose API is not where their images' names say. */
const API_HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** How a registry is reached. */
export interface OciRegistryOptions {
  /** Host as it stands in image references, with port when it is not 443. */
  readonly host: string;
  /** `http://` or `https://` address where requests go. Default `https://<host>`. */
  readonly endpoint?: string;
  /** PEM certificates of authorities that are trusted besides the well-known ones. */
  readonly ca?: string;
  /** Left out for anonymous access. */
  readonly username?: string;
  readonly password?: string;
  /** Default `groundplan`. */
  readonly userAgent?: string;
  readonly pace?: RetryPace;
}

/**
 * Opens a registry. No byte is sent before the first call.
 * @throws Failure when the options contradict themselves.
 */
export function createOciRegistry(options: OciRegistryOptions): OciRegistry {
  const { host, username, password } = options;
  if ((username === undefined) !== (password === undefined)) {
    const [has, lacks] = username === undefined ? ["a password", "username"] : ["a username", "password"];
    throw new Failure({
      what: `has ${has} and no ${lacks}`,
      where: `registry ${host}`,
      next: `Set the ${lacks}`,
    });
  }
  const endpoint = endpointOf(options);
  const store = new HttpStore({
    host,
    endpoint,
    transport: openTransport({ ca: options.ca, userAgent: options.userAgent ?? "groundplan" }),
    credentials: username === undefined || password === undefined ? undefined : { username, password },
    pace: options.pace ?? {},
  });
  return openRegistry(host, store);
}

function endpointOf({ host, endpoint }: OciRegistryOptions): URL {
  const text = endpoint ?? `https://${API_HOSTS[host] ?? host}`;
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) {
    throw new Failure({
      what: `"${text}" is no http or https address`,
      where: `registry ${host}`,
      next: "Correct the registry's host or endpoint",
    });
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new Failure({
      what: "the endpoint holds credentials",
      where: `registry ${host}`,
      next: "Set username and password instead, so that they stay secret",
    });
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
