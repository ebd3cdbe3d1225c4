import { spawn } from "node:child_process";
import { dirname, isAbsolute, resolve } from "node:path";
import { isObject } from "../../model/shared/json.js";
import type { Authentication, Credential } from "./credentials.js";
import { KubeError } from "./errors.js";

/** The `exec` stanza of a kubeconfig user: a command that prints an ExecCredential. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment for the command alone. */
  readonly env: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
  readonly installHint: string | undefined;
  readonly user: string;
  readonly where: string;
}

/** What a plugin may be told of the cluster. */
export interface ExecCluster {
  readonly server: string;
  /** PEM. */
  readonly ca: string | undefined;
  readonly insecure: boolean;
}

/** A command that does not answer within this time is ended, in milliseconds. */
const PLUGIN_MS = 60_000;
/** A credential is renewed this long before it expires, in milliseconds. */
const EARLY_MS = 10_000;

/**
 * Reads an `exec` stanza (client-go credential plugins, `client.authentication.k8s.io/v1` and `v1beta1`).
 * @throws KubeError Unauthorized when the stanza has no command.
 */
export function execPlugin(stanza: unknown, user: string, folder: string, where: string): ExecPlugin {
  const fields = isObject(stanza) ? stanza : {};
  const command = fields["command"];
  if (typeof command !== "string" || command === "") {
    throw new KubeError("Unauthorized", {
      what: `the exec credential of user "${user}" names no command`,
      where,
      next: "Complete users[].user.exec.command",
      status: 0,
    });
  }
  const env = Array.isArray(fields["env"]) ? fields["env"] : [];
  return {
    apiVersion:
      typeof fields["apiVersion"] === "string" ? fields["apiVersion"] : "client.authentication.k8s.io/v1",
    command: dirname(command) === "." || isAbsolute(command) ? command : resolve(folder, command),
    args: Array.isArray(fields["args"]) ? fields["args"].map(String) : [],
    env: Object.fromEntries(
      env.filter(isObject).map((entry) => [String(entry["name"]), String(entry["value"])]),
    ),
    provideClusterInfo: fields["provideClusterInfo"] === true,
    installHint: typeof fields["installHint"] === "string" ? fields["installHint"] : undefined,
    user,
    where,
  };
}

/**
 * A credential that a plugin provides. The library's own runner is not used: it writes the plugin's variables
 * into this process's environment and shares tokens between clusters whose users have the same name.
 */
export function execCredential(
  plugin: ExecPlugin,
  cluster: ExecCluster,
  headers: Authentication["headers"],
): Credential {
  let held: HeldCredential | undefined;
  let running: Promise<HeldCredential> | undefined;
  const run = async (): Promise<HeldCredential> => {
    const { authentication, until } = await runPlugin(plugin, cluster);
    held = {
      authentication: { ...authentication, headers: { ...headers, ...authentication.headers } },
      until,
    };
    return held;
  };
  return {
    description: `the exec plugin of user "${plugin.user}" (${plugin.command})`,
    async current() {
      if (held !== undefined && held.until > Date.now()) return held.authentication;
      running ??= run().finally(() => {
        running = undefined;
      });
      return (await running).authentication;
    },
    renew(refused) {
      if (held?.authentication === refused) held = undefined;
      return true;
    },
  };
}

interface HeldCredential {
  readonly authentication: Authentication;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

async function runPlugin(plugin: ExecPlugin, cluster: ExecCluster): Promise<HeldCredential> {
  const credential = parseCredential(plugin, await output(plugin, cluster));
  const expires = credential["expirationTimestamp"];
  const token = credential["token"];
  const cert = credential["clientCertificateData"];
  const key = credential["clientKeyData"];
  return {
    authentication: {
      headers: typeof token === "string" ? { authorization: `Bearer ${token}` } : {},
      ...(typeof cert === "string" && typeof key === "string" ? { cert, key } : {}),
    },
    until: typeof expires === "string" ? Date.parse(expires) - EARLY_MS : Number.POSITIVE_INFINITY,
  };
}

function parseCredential(plugin: ExecPlugin, text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  const status = isObject(document) && document["kind"] === "ExecCredential" ? document["status"] : undefined;
  if (
    !isObject(status) ||
    (typeof status["token"] !== "string" && typeof status["clientCertificateData"] !== "string")
  ) {
    throw pluginError(plugin, "printed no ExecCredential with a token or a certificate");
  }
  return status;
}

function output(plugin: ExecPlugin, cluster: ExecCluster): Promise<string> {
  const info = {
    apiVersion: plugin.apiVersion,
    kind: "ExecCredential",
    spec: {
      interactive: false,
      ...(plugin.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}),
    },
  };
  return new Promise((fulfil, reject) => {
    const child = spawn(plugin.command, plugin.args, {
      env: { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      // What a plugin says on stderr may be anything; it is for the terminal of whoever runs the plugin by hand.
      stdio: ["ignore", "pipe", "ignore"],
    });
    // The timer of spawn itself would outlive a command that cannot be started, and hold the process for its time.
    const timer = setTimeout(() => child.kill(), PLUGIN_MS);
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(pluginError(plugin, `could not be started: ${error.message}`, error));
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) fulfil(Buffer.concat(chunks).toString("utf8"));
      else
        reject(
          pluginError(
            plugin,
            code === null ? `was ended by ${signal ?? "a signal"}` : `ended with exit code ${code}`,
          ),
        );
    });
  });
}

function clusterInfo(cluster: ExecCluster): Record<string, unknown> {
  return {
    server: cluster.server,
    ...(cluster.insecure ? { "insecure-skip-tls-verify": true } : {}),
    ...(cluster.ca === undefined
      ? {}
      : { "certificate-authority-data": Buffer.from(cluster.ca).toString("base64") }),
  };
}

function pluginError(plugin: ExecPlugin, what: string, cause?: unknown): KubeError {
  const command = [plugin.command, ...plugin.args].length > 1 ? `${plugin.command} …` : plugin.command;
  return new KubeError("Unauthorized", {
    what: `the credential plugin "${command}" of user "${plugin.user}" ${what}`,
    where: plugin.where,
    next: plugin.installHint ?? `Run ${plugin.command} by hand to see why`,
    status: 0,
    cause,
  });
}
