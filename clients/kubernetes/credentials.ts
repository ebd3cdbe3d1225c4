import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Cluster, User } from "@kubernetes/client-node";
import { isObject } from "../../model/shared/json.js";
import { Failure } from "../../model/shared/errors.js";
import { execCredential, execPlugin } from "./exec-credential.js";
import { readKubeconfig } from "./kubeconfig.js";

/** Where a kubeconfig comes from. Nothing else is ever consulted: no KUBECONFIG, no home folder, no pod mount. */
export type KubeconfigSource = { readonly path: string } | { readonly text: string };

/** What one request authenticates with. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Client certificate and key, PEM. */
  readonly cert?: string;
  readonly key?: string;
}

/** The credential of one user of a kubeconfig. */
export interface Credential {
  /** For messages: `the token of user "admin"`. Never the value. */
  readonly description: string;
  /** Fetched, read or computed as needed, and kept while it is valid. */
  current(): Promise<Authentication>;
  /**
   * Called after a 401 with what was refused: drops it, unless it has been renewed already. Answers whether asking
   * again may give something else.
   */
  renew(refused: Authentication): boolean;
}

/** Everything needed to talk to one cluster. */
export interface ClusterAccess {
  /** The API server's address without a trailing slash. */
  readonly server: string;
  /** Where the access was read, for messages: `context "lab" of /path/kubeconfig`. */
  readonly origin: string;
  /** PEM of the certificate authorities; undefined for the system's. */
  readonly ca?: string;
  /** Name that the server's certificate is checked against. Default: the host of the address. */
  readonly tlsServerName?: string;
  /** `insecure-skip-tls-verify`. */
  readonly skipTlsVerify: boolean;
  readonly proxyUrl?: string;
  readonly credential: Credential;
}

/** How long a token file's content is used before it is read again, as in client-go. */
const TOKEN_FILE_MS = 60_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Reads the access to one cluster from one kubeconfig.
 * @param options.context Default: the kubeconfig's current context.
 * @param options.token Replaces the user's own credential.
 * @throws Failure that names the file and the entry; never a value out of it.
 */
export async function clusterAccess(options: {
  readonly kubeconfig: KubeconfigSource;
  readonly context?: string;
  readonly token?: string;
}): Promise<ClusterAccess> {
  const { where, folder, text } = await source(options.kubeconfig);
  const kubeconfig = await readKubeconfig(text, where);
  const { context, cluster, user } = kubeconfig.select(options.context);
  const origin = `context "${context}" of ${where}`;
  refusePlainHttp(cluster, where);

  const ca = await pem(
    cluster.caData,
    cluster.caFile,
    folder,
    `certificate-authority of cluster "${cluster.name}"`,
    where,
  );
  return {
    server: cluster.server,
    origin,
    skipTlsVerify: cluster.skipTLSVerify,
    credential: await credentialOf(options.token, user, kubeconfig.rawUser(user?.name), {
      cluster,
      ca,
      folder,
      where,
      text,
    }),
    ...(ca === undefined ? {} : { ca }),
    ...(cluster.tlsServerName === undefined ? {} : { tlsServerName: cluster.tlsServerName }),
    ...(cluster.proxyUrl === undefined ? {} : { proxyUrl: cluster.proxyUrl }),
  };
}

interface Surroundings {
  readonly cluster: Cluster;
  readonly ca: string | undefined;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly where: string;
  /** The kubeconfig itself, for legacy auth providers. */
  readonly text: string;
}

async function source(
  kubeconfig: KubeconfigSource,
): Promise<{ where: string; folder: string; text: string }> {
  if ("text" in kubeconfig) {
    return { where: "the kubeconfig text", folder: process.cwd(), text: kubeconfig.text };
  }
  const path = resolve(kubeconfig.path);
  return { where: path, folder: dirname(path), text: await readText(path, "kubeconfig", path) };
}

function refusePlainHttp(cluster: Cluster, where: string): void {
  let url: URL;
  try {
    url = new URL(cluster.server);
  } catch {
    throw new Failure({
      what: `the server of cluster "${cluster.name}" is not an address`,
      where,
      next: "Write it as https://host:port",
    });
  }
  if (
    url.protocol !== "https:" &&
    !(url.protocol === "http:" && (LOOPBACK.has(url.hostname) || cluster.skipTLSVerify))
  ) {
    throw new Failure({
      what: `the server of cluster "${cluster.name}" is ${url.protocol}//, which would send the credential in the clear`,
      where,
      next: "Use https://, or set insecure-skip-tls-verify: true to accept that",
    });
  }
}

async function credentialOf(
  token: string | undefined,
  user: User | undefined,
  raw: Readonly<Record<string, unknown>>,
  around: Surroundings,
): Promise<Credential> {
  if (token !== undefined) {
    return fixed("the configured token", { headers: { authorization: `Bearer ${token.trim()}` } });
  }
  if (user === undefined) {
    return fixed("no credential (the context names no user)", { headers: {} });
  }
  const impersonation = impersonationHeaders(raw);
  if (user.exec !== undefined && user.exec !== null) {
    const plugin = execPlugin(user.exec, user.name, around.folder, around.where);
    return execCredential(
      plugin,
      { server: around.cluster.server, ca: around.ca, insecure: around.cluster.skipTLSVerify },
      impersonation,
    );
  }
  if (user.authProvider !== undefined && user.authProvider !== null) {
    return legacyProvider(user.name, around, impersonation);
  }
  const cert = await pem(
    user.certData,
    user.certFile,
    around.folder,
    `client-certificate of user "${user.name}"`,
    around.where,
  );
  const key = await pem(
    user.keyData,
    user.keyFile,
    around.folder,
    `client-key of user "${user.name}"`,
    around.where,
  );
  const certificate = cert === undefined || key === undefined ? {} : { cert, key };
  const tokenFile = raw["tokenFile"];
  if (typeof tokenFile === "string" && tokenFile !== "" && (raw["token"] ?? "") === "") {
    return fileToken(resolve(around.folder, tokenFile), user.name, {
      headers: impersonation,
      ...certificate,
    });
  }
  if (user.token !== undefined && user.token !== "") {
    const headers = { ...impersonation, authorization: `Bearer ${user.token}` };
    return fixed(`the token of user "${user.name}"`, { headers, ...certificate });
  }
  if (typeof user.username === "string" && user.username !== "") {
    const pair = Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64");
    const headers = { ...impersonation, authorization: `Basic ${pair}` };
    return fixed(`the password of user "${user.name}"`, { headers, ...certificate });
  }
  const what = cert === undefined ? "no credential" : "the client certificate";
  return fixed(`${what} of user "${user.name}"`, { headers: impersonation, ...certificate });
}

function fixed(description: string, authentication: Authentication): Credential {
  return { description, current: () => Promise.resolve(authentication), renew: () => false };
}

function fileToken(path: string, user: string, rest: Authentication): Credential {
  let held: { readonly authentication: Authentication; readonly until: number } | undefined;
  return {
    description: `the token file of user "${user}" (${path})`,
    async current() {
      if (held === undefined || held.until <= Date.now()) {
        const token = (await readText(path, `token file of user "${user}"`, path)).trim();
        const headers = { ...rest.headers, authorization: `Bearer ${token}` };
        held = { authentication: { ...rest, headers }, until: Date.now() + TOKEN_FILE_MS };
      }
      return held.authentication;
    },
    renew(refused) {
      if (held?.authentication === refused) held = undefined;
      return true;
    },
  };
}

/** The `auth-provider` stanza that kubectl dropped in 1.26 (OIDC and cloud vendors): the library still speaks it. */
function legacyProvider(
  name: string,
  around: Surroundings,
  impersonation: Authentication["headers"],
): Credential {
  return {
    description: `the auth-provider of user "${name}"`,
    async current() {
      const { KubeConfig } = await import("@kubernetes/client-node/dist/config.js");
      const kubeconfig = new KubeConfig();
      kubeconfig.loadFromString(around.text);
      kubeconfig.loadFromClusterAndUser(
        { ...around.cluster, skipTLSVerify: true },
        kubeconfig.getUser(name) ?? { name },
      );
      const request: { headers?: Record<string, string> } = {};
      await kubeconfig.applyToHTTPSOptions(request);
      const authorization = request.headers?.["Authorization"];
      return { headers: authorization === undefined ? impersonation : { ...impersonation, authorization } };
    },
    renew: () => true,
  };
}

/** `as`, `as-uid`, `as-groups` and `as-user-extra`: leaving one out would act with other rights than were asked for. */
function impersonationHeaders(raw: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const extra = isObject(raw["as-user-extra"]) ? raw["as-user-extra"] : {};
  const entries: [string, unknown][] = [
    ["impersonate-user", raw["as"]],
    ["impersonate-uid", raw["as-uid"]],
    ["impersonate-group", raw["as-groups"]],
    ...Object.entries(extra).map(([key, value]): [string, unknown] => [
      `impersonate-extra-${encodeURIComponent(key.toLowerCase())}`,
      value,
    ]),
  ];
  const headers: Record<string, string | string[]> = {};
  for (const [header, value] of entries) {
    if (typeof value === "string" && value !== "") headers[header] = value;
    if (Array.isArray(value) && value.length > 0) headers[header] = value.map(String);
  }
  return headers;
}

async function pem(
  data: string | null | undefined,
  file: string | null | undefined,
  folder: string,
  what: string,
  where: string,
): Promise<string | undefined> {
  if (typeof data === "string" && data !== "") return Buffer.from(data, "base64").toString("utf8");
  if (typeof file !== "string" || file === "") return undefined;
  return readText(resolve(folder, file), what, where);
}

async function readText(path: string, what: string, where: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = isObject(error) && typeof error["code"] === "string" ? error["code"] : "unreadable";
    throw new Failure({
      what: `cannot read the ${what} at ${path} (${code})`,
      where,
      next: "Check the path and its permissions",
    });
  }
}
