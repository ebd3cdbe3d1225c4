import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import { nodeSecrets, nodeSettings, type NodeSettings } from "../model/shared/targets/node.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import type { Section, SectionContext } from "./section.js";
import { missingFile } from "./target-files.js";
import { undeclaredTarget } from "./target-names.js";
import { targetSection } from "./target-section.js";
import { valueAt } from "./value-at.js";

/** Nodes by name. */
export type Nodes = Readonly<Record<string, NodeSettings>>;

const eachNode = targetSection({
  key: "nodes",
  settings: nodeSettings,
  secrets: nodeSecrets,
  problemsOf: (name, settings, context) => [
    ...addressProblems(name, settings),
    ...hostKeyProblems(name, settings),
    ...credentialProblems(name, settings, context),
    ...settings.jumpHosts.flatMap((jump, index) =>
      undeclaredTarget(["nodes", name, "jumpHosts", index], "nodes", jump, context),
    ),
    ...(["addressFile", "hostKeysFile", "privateKeyFile"] as const).flatMap((field) =>
      missingFile(["nodes", name, field], settings[field], context),
    ),
  ],
});

/** `groundplan:nodes`: Linux nodes that are reached over SSH, and the machines on the way to them. */
export const nodes: Section<Record<string, NodeSettings>, Nodes> = {
  ...eachNode,
  finish: (parsed, context) => {
    const { settings, problems } = eachNode.finish(parsed, context);
    const all = [...problems, ...circleProblems(parsed)];
    return { ...(settings === undefined ? {} : { settings }), problems: all };
  },
};

function addressProblems(name: string, { address, addressFile }: NodeSettings): readonly Problem[] {
  const at = (field: string): string => formatPropertyPath(["nodes", name, field]);
  if (address !== undefined && addressFile !== undefined) {
    const reason = "address and addressFile exclude each other";
    return [{ path: at("addressFile"), reason, fix: removeCommand(at("addressFile")) }];
  }
  if (address !== undefined || addressFile !== undefined) return [];
  return [{ path: at("address"), reason: "is missing; the node's address", fix: setCommand(at("address")) }];
}

function hostKeyProblems(name: string, { hostKeys, hostKeysFile }: NodeSettings): readonly Problem[] {
  if (hostKeys.length > 0 || hostKeysFile !== undefined) return [];
  const path = formatPropertyPath(["nodes", name, "hostKeys"]);
  const reason = "is missing; a node whose key is not known beforehand is not trusted";
  return [{ path, reason, fix: setCommand(`${path}[0]`, '"$(ssh-keyscan -t ed25519 <address>)"') }];
}

function credentialProblems(
  name: string,
  { privateKeyFile, agent }: NodeSettings,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  const has = (field: string): boolean => valueAt(secrets, [name, field]) !== undefined;
  const at = (field: string): string => formatPropertyPath(["nodes", name, field]);
  const secretAt = (field: string): string => formatPropertyPath(["nodesSecrets", name, field]);
  const hasSecret = !secretsSealed && has("privateKey");
  const hasKey = privateKeyFile !== undefined || hasSecret;
  if (privateKeyFile !== undefined && hasSecret) {
    const reason = "stands beside the secret privateKey; one of them is enough";
    return [{ path: at("privateKeyFile"), reason, fix: removeCommand(at("privateKeyFile")) }];
  }
  if (agent && hasKey) {
    const reason = "stands beside a private key; one of them is enough";
    return [{ path: at("agent"), reason, fix: removeCommand(at("agent")) }];
  }
  if (!agent && !hasKey && !secretsSealed) {
    const path = secretAt("privateKey");
    const reason = `node "${name}" has nothing to log in with: set this secret, or name a privateKeyFile, or set agent`;
    return [{ path, reason, fix: setSecretCommand(path) }];
  }
  if (agent && !secretsSealed && has("passphrase")) {
    const path = secretAt("passphrase");
    return [{ path, reason: "is of no use to an agent, which has its keys open", fix: removeCommand(path) }];
  }
  return [];
}

/** Nodes that can only be reached through themselves. Each circle is told once. */
function circleProblems(nodes: Nodes): readonly Problem[] {
  const told = new Set<string>();
  return Object.keys(nodes).flatMap((name) => {
    const way = wayBack(name, nodes);
    if (way === undefined || told.has(name)) return [];
    for (const step of way) told.add(step);
    const path = formatPropertyPath(["nodes", name, "jumpHosts"]);
    const reason = `the way to ${name} leads through itself: ${[name, ...way].join(" through ")}`;
    return [{ path, reason, fix: removeCommand(path) }];
  });
}

/** The jump hosts from a node to itself; undefined when none of its ways comes back. */
function wayBack(name: string, nodes: Nodes): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (from: string): readonly string[] | undefined => {
    for (const jump of nodes[from]?.jumpHosts ?? []) {
      if (jump === name) return [jump];
      if (seen.has(jump)) continue;
      seen.add(jump);
      const rest = search(jump);
      if (rest !== undefined) return [jump, ...rest];
    }
    return undefined;
  };
  return search(name);
}
