import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../../model/shared/errors.js";
import { makeCgroups, makeInnerCgroups } from "../../host/cgroups.js";
import type { ProcessIdentity } from "../../host/processes.js";
import { waitUntil } from "../../host/wait.js";
import { logTail } from "../../host/log-tail.js";
import { logFile } from "../../host/records.js";
import { gateway } from "../kubelet/gateway.js";
import { node as clusterNode } from "../kubelet/index.js";
import type { Lab } from "../lab.js";
import type { HostFacts, Profile } from "../profile.js";
import { registryAccess } from "../registry/access.js";
import { BOOT_ENTRY_SECONDS } from "./boot-script.js";
import { ensureDisks } from "./disks.js";
import { ensureKeyPair, ensureSeed, ensureTsigKey, tellAddresses, type Reachable } from "./keys.js";
import { machine, sshServer } from "./machine.js";
import { nodesNetwork, nodesSwitch, plugHost, plugNode, SWITCH, type NodesNetwork } from "./network.js";
import { MILESTONES, NODES, nodesFolder, nodesMark, type NodeName } from "./paths.js";
import { cutPower } from "./remains.js";
import { writeSettings } from "./settings.js";

const RELAY = "nodes-gateway";
const BOOTED_WITHIN_MS = 4 * BOOT_ENTRY_SECONDS * 1000;

/** Three Linux machines that are reached by SSH, each in namespaces and on disks of its own. */
export const nodes: Profile = {
  name: "nodes",
  summary: "three Linux nodes with SSH, podman, WireGuard and btrfs",
  needs: ["registry"],
  conflicts: [],
  byDefault: clusterNode.byDefault,
  missing: (host) => clusterNode.missing(host) ?? needsDisks(host),
  up,
};

function needsDisks({ loopDevices }: HostFacts): string | undefined {
  return loopDevices ? undefined : "needs loop devices: there is no /dev/loop-control";
}

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools } = lab;
  const root = await tools.debianRoot("nodes");
  const network = await nodesNetwork(folder, supervisor.running(SWITCH) !== undefined);
  makeCgroups(nodesMark(folder));
  const started = [...(await supervisor.ensure([nodesSwitch()]))];
  const hub = holding(lab, SWITCH);
  await plugHost(folder, hub, network);
  const registryPort = Number(new URL(registryAccess(folder).endpoint).port);
  started.push(...(await supervisor.ensure([gateway(network.host, [registryPort], RELAY)])));
  const authorizedKey = await ensureKeys(lab, network);
  const around = { root, hub, network, authorizedKey };
  const each = await Promise.all(NODES.map((name) => ensureNode(lab, name, around)));
  return [...started, ...each.flat()];
}

interface Surroundings {
  readonly root: string;
  readonly hub: ProcessIdentity;
  readonly network: NodesNetwork;
  readonly authorizedKey: string;
}

async function ensureNode(
  lab: Lab,
  name: NodeName,
  { root, hub, network, authorizedKey }: Surroundings,
): Promise<readonly string[]> {
  const { folder, supervisor } = lab;
  const files = nodesFolder(folder, name);
  await ensureDisks(root, files);
  const settings = writeSettings(files, {
    name,
    addresses: network.of,
    hostKey: readFileSync(path.join(files, "host_key"), "utf8"),
    authorizedKey,
    registry: registryAccess(folder),
    host: network.host,
  });
  if (supervisor.running(name) === undefined) await cutPower(folder, name);
  makeInnerCgroups(nodesMark(folder), name);
  const address = network.of[name];
  const started = [...(await supervisor.ensure([machine(folder, name, { root, address, settings })]))];
  const node = holding(lab, name);
  await plugNode(name, { hub, node, network });
  await awaitBoot(lab, name, node);
  started.push(...(await supervisor.ensure([sshServer(name, { node, address, settings })])));
  return started;
}

/** Makes the keys of all nodes and of who logs in to them, and tells them. @returns Public half of the latter. */
async function ensureKeys({ folder }: Lab, network: NodesNetwork): Promise<string> {
  const reachable: Reachable[] = [];
  for (const name of NODES) {
    const { publicKey } = await ensureKeyPair(nodesFolder(folder, name, "host_key"));
    reachable.push({ name, address: network.of[name], hostKey: publicKey });
  }
  tellAddresses(nodesFolder(folder), reachable);
  ensureSeed(nodesFolder(folder, "customer.seed"));
  ensureTsigKey(nodesFolder(folder, "tsig.key"));
  return (await ensureKeyPair(nodesFolder(folder, "key"))).publicKey;
}

/** Everything in the node's boot folder has had its turn. */
async function awaitBoot({ folder, report }: Lab, name: NodeName, node: ProcessIdentity): Promise<void> {
  const booted = path.join(`/proc/${node.pid}/root`, MILESTONES.booted);
  if (existsSync(booted)) return;
  report.status(`waiting for ${name}`);
  const missing = await waitUntil(
    () => Promise.resolve(existsSync(booted) ? undefined : "its boot folder has not been worked off"),
    BOOTED_WITHIN_MS,
  );
  if (missing === undefined) return;
  const log = logFile(folder, name);
  throw new Failure({
    what: `${name} is not there after ${BOOTED_WITHIN_MS / 1000} s: ${missing}`,
    where: name,
    next: `The end of its log ${log}:\n${logTail(log)}`,
  });
}

function holding({ supervisor }: Lab, name: string): ProcessIdentity {
  const process = supervisor.running(name);
  if (process !== undefined) return process;
  throw new Failure({
    what: "the process that holds the namespaces ended",
    where: name,
    next: "Run it again",
  });
}
