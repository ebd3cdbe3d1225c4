import { hostname, userInfo } from "node:os";
import type { NodeAddress, NodeClient, NodeCredential } from "../../clients/node/types.js";
import { Failure } from "../../model/shared/errors.js";
import {
  nodeSecrets,
  nodeSettings,
  type NodeSecrets,
  type NodeSettings,
} from "../../model/shared/targets/node.js";
import type { TargetType } from "../runtime/target.js";
import { settingFile } from "./setting-file.js";

/** A node that resources work on. */
export interface OpenNode {
  readonly name: string;
  readonly client: NodeClient;
  /** Folders that volumes are made in, by type of disk. */
  readonly pools: NodeSettings["pools"];
  /** Address at which other nodes reach this one. */
  readonly publicAddress?: string;
}

/** One entry of `groundplan:nodes` with its files read. It alone does not know the jump hosts that lead to it. */
export interface NodeEntry {
  readonly name: string;
  readonly settings: NodeSettings;
  readonly address: NodeAddress;
  /** The node behind jump hosts; the same one for every caller. */
  open(jumpHosts: readonly NodeAddress[]): Promise<OpenNode>;
}

/** `groundplan:nodes`: Linux nodes. Paths are relative to the project folder, where providers run. */
export const nodeTarget: TargetType<NodeEntry, NodeSettings, NodeSecrets> = {
  key: "nodes",
  settings: nodeSettings,
  secrets: nodeSecrets,
  async connect(name, settings, secrets) {
    const address = await nodeAddress(name, settings, secrets);
    let opened: Promise<OpenNode> | undefined;
    return {
      name,
      settings,
      address,
      open: (jumpHosts) => (opened ??= openEntry(name, settings, address, jumpHosts)),
    };
  },
};

/** What finds targets by name: the context of a handler. */
export interface NodeFinder {
  target<C>(type: TargetType<C>, name: string): Promise<C>;
}

/**
 * The node of that name in the stack's configuration, with the way to it; once a process. Nothing is connected before
 * the first call of its client.
 *
 * @throws Failure when the node or a jump host is not configured as it must be
 */
export async function openNode(finder: NodeFinder, name: string): Promise<OpenNode> {
  const entry = await finder.target(nodeTarget, name);
  return entry.open(await wayTo(finder, entry, [name]));
}

/** As with `ssh -J`: the first jump host may have a way of its own, the others are reached through those before. */
async function wayTo(
  finder: NodeFinder,
  { name, settings }: NodeEntry,
  passed: readonly string[],
): Promise<readonly NodeAddress[]> {
  const [first] = settings.jumpHosts;
  if (first === undefined) return [];
  if (passed.includes(first)) {
    throw new Failure({
      what: `the way to ${passed[0] ?? name} leads through itself: ${[...passed, first].join(" through ")}`,
      where: `groundplan:nodes.${name}.jumpHosts`,
      next: "Take out one of the jump hosts",
    });
  }
  const jumps = await Promise.all(settings.jumpHosts.map((jump) => finder.target(nodeTarget, jump)));
  const before = jumps[0] === undefined ? [] : await wayTo(finder, jumps[0], [...passed, first]);
  return [...before, ...jumps.map(({ address }) => address)];
}

async function openEntry(
  name: string,
  settings: NodeSettings,
  address: NodeAddress,
  jumpHosts: readonly NodeAddress[],
): Promise<OpenNode> {
  const { connectNode } = await import("../../clients/node/connect.js");
  const client = await connectNode({
    ...address,
    jumpHosts,
    sudo: settings.sudo ?? settings.user !== "root",
    lockedBy: `${userInfo().username}@${hostname()}`,
  });
  const { pools, publicAddress } = settings;
  return { name, client, pools, ...(publicAddress === undefined ? {} : { publicAddress }) };
}

async function nodeAddress(
  name: string,
  settings: NodeSettings,
  secrets: NodeSecrets | undefined,
): Promise<NodeAddress> {
  const where = `groundplan:nodes.${name}`;
  const [address, hostKeys, credential] = await Promise.all([
    settings.address ?? settingFile(`${where}.addressFile`, settings.addressFile),
    settingFile(`${where}.hostKeysFile`, settings.hostKeysFile),
    nodeCredential(name, settings, secrets),
  ]);
  if (address === undefined) {
    throw new Failure({
      what: "has no address",
      where,
      next: `Set it with \`pulumi config set --path '${where}.address' <address>\``,
    });
  }
  return {
    address,
    port: settings.port,
    user: settings.user,
    hostKeys: [...settings.hostKeys, ...(hostKeys === undefined ? [] : [hostKeys])],
    hostKeysAt: `${where}.${settings.hostKeysFile === undefined ? "hostKeys" : "hostKeysFile"}`,
    credential,
  };
}

async function nodeCredential(
  name: string,
  { agent, privateKeyFile }: NodeSettings,
  secrets: NodeSecrets = {},
): Promise<NodeCredential> {
  const where = `groundplan:nodes.${name}`;
  if (agent) {
    const socket = process.env["SSH_AUTH_SOCK"];
    if (socket !== undefined && socket !== "") return { type: "agent", socket, at: `${where}.agent` };
    throw new Failure({
      what: "there is no agent: SSH_AUTH_SOCK is not set",
      where: `${where}.agent`,
      next: "Start one with `eval $(ssh-agent)` and add the key with `ssh-add`, or name a private key",
    });
  }
  const fileAt = `${where}.privateKeyFile`;
  const secretAt = `groundplan:nodesSecrets.${name}.privateKey`;
  const privateKey = secrets.privateKey ?? (await settingFile(fileAt, privateKeyFile));
  if (privateKey !== undefined) {
    const at = secrets.privateKey === undefined ? fileAt : secretAt;
    return { type: "key", privateKey, passphrase: secrets.passphrase, at };
  }
  throw new Failure({
    what: "has neither a private key nor an agent to log in with",
    where,
    next: `Name a file with \`pulumi config set --path '${fileAt}' <path>\`, or keep the key with \`pulumi config set --secret --path '${secretAt}'\``,
  });
}
