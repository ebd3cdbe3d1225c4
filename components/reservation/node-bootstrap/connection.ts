import { readFileSync } from "node:fs";
import path from "node:path";
import type { types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import {
  nodeSecrets,
  nodeSettings,
  type NodeSecrets,
  type NodeSettings,
} from "../../../model/shared/targets/node.js";
import { configEntry } from "../../stack-config.js";
import { pinnedKey } from "./pinned-key.js";

/** One entry of `groundplan:nodes` with its secrets. */
export interface ConfiguredNode {
  readonly name: string;
  readonly settings: NodeSettings;
  readonly secrets: NodeSecrets;
}

/** @throws pulumi.RunError when the stack has no such node, or not as it must be */
export function configuredNode(name: string): ConfiguredNode {
  const settings = nodeSettings.safeParse(configEntry("nodes", name));
  const secrets = nodeSecrets.safeParse(configEntry("nodesSecrets", name) ?? {});
  if (settings.success && secrets.success) return { name, settings: settings.data, secrets: secrets.data };
  throw refusal(
    name,
    "is missing or not as it must be. `groundplan config check Pulumi.<stack>.yaml` says why",
  );
}

/**
 * How the command plugin logs in on a node: with the node's own credential, which is a secret of the stack, and to
 * nobody but the machine with the pinned key.
 *
 * @throws pulumi.RunError for what the plugin cannot do: more than one jump host
 */
export function nodeConnection(node: ConfiguredNode): types.input.remote.ConnectionArgs {
  const [jump, ...more] = node.settings.jumpHosts;
  if (more.length > 0)
    throw refusal(node.name, "has several jump hosts; a node is prepared through one at most");
  if (jump === undefined) return endpoint(node);
  const proxy = configuredNode(jump);
  if (proxy.settings.jumpHosts.length > 0)
    throw refusal(jump, "has a jump host of its own; a node is prepared through one at most");
  return { ...endpoint(node), proxy: endpoint(proxy) };
}

function endpoint({ name, settings, secrets }: ConfiguredNode) {
  const host = settings.address ?? fileText(name, "addressFile", settings.addressFile);
  if (host === undefined) throw refusal(name, "has no address");
  const keyLines = [...settings.hostKeys, fileText(name, "hostKeysFile", settings.hostKeysFile) ?? ""];
  const hostKey = pinnedKey(keyLines, host, settings.port);
  if (hostKey === undefined) throw refusal(name, `has no host key for ${host}`);
  return {
    host,
    port: settings.port,
    user: settings.user,
    hostKey,
    ...credential({ name, settings, secrets }),
  };
}

function credential({ name, settings, secrets }: ConfiguredNode) {
  if (settings.agent) return {};
  const privateKey = secrets.privateKey ?? fileText(name, "privateKeyFile", settings.privateKeyFile);
  if (privateKey === undefined) throw refusal(name, "has neither a private key nor an agent to log in with");
  const { passphrase } = secrets;
  return {
    privateKey: pulumi.secret(`${privateKey.trim()}\n`),
    ...(passphrase === undefined ? {} : { privateKeyPassword: pulumi.secret(passphrase) }),
  };
}

function fileText(name: string, setting: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(path.resolve(file), "utf8").trim();
  } catch {
    throw refusal(name, `names a file that cannot be read: ${setting} ${file}`);
  }
}

function refusal(name: string, what: string): pulumi.RunError {
  return new pulumi.RunError(`groundplan:nodes.${name} ${what}`);
}
