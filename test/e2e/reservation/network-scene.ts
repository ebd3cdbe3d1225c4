import type { NodeName } from "../../../lab/profiles/index.js";
import { planNetwork } from "../../../model/reservation/network/network-plan.js";
import type { Deployed } from "../../support/kind-stage.js";
import type { NodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";

/** One node's part of a network. */
export interface Part {
  readonly node: NodeName;
  /** As `10.10.1`: an address without its last number. */
  readonly prefix: string;
  readonly key: Deployed;
  /** Inputs of the part as a program gives them. */
  readonly inputs: Properties;
  readonly deployed: Deployed;
}

export interface NetworkWish {
  /** As `10.10`: the first half of the network's range. */
  readonly half?: string;
  /** Port of the first node; the others have those after it. */
  readonly port?: number;
}

/** Makes keys and parts of a network over nodes, as its component does. */
export async function makeNetwork(
  stage: NodeStage,
  name: string,
  nodes: readonly NodeName[],
  { half = "10.10", port = 5001 }: NetworkWish = {},
): Promise<readonly Part[]> {
  const keys = await Promise.all(
    nodes.map((node) => stage.up(stage.inputs("NetworkKey", `${name}-${node}`, { node, name }))),
  );
  const endpoints = await Promise.all(nodes.map((node) => addressOf(stage, node)));
  const plan = planNetwork(
    {
      range: `${half}.0.0/16`,
      nodes: nodes.map((nodeId, index) => ({
        nodeId,
        endpoint: endpoints[index] ?? "",
        publicKey: keys[index]?.properties["publicKey"] as string,
        listenPort: port + index,
      })),
      clients: [],
    },
    () => 0,
  );
  if (!plan.ok) throw new Error(plan.faults.join("\n"));
  return Promise.all(
    plan.nodes.map(async ({ subnet, listenPort, peers }, index) => {
      const [node, key] = [nodes[index], keys[index]];
      if (node === undefined || key === undefined) throw new Error("the plan has another node");
      const inputs = stage.inputs("NetworkResource", `${name}-${node}`, {
        node,
        name,
        networkRange: `${half}.0.0/16`,
        range: subnet,
        listenPort,
        key: key.id,
        peers: peers.map(({ publicKey, endpoint, iprange, allowedIprange }) => ({
          publicKey,
          endpoint,
          range: iprange,
          allowedRanges: allowedIprange,
        })),
      });
      const prefix = subnet.replace(/\.0\/24$/, "");
      return { node, prefix, key, inputs, deployed: await stage.up(inputs) };
    }),
  );
}

/** Removes parts and keys. */
export async function removeNetwork(stage: NodeStage, parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map(({ deployed }) => stage.delete(deployed)));
  await Promise.all(parts.map(({ key }) => stage.delete(key)));
}

/** Gives a part a workload in the shape of a namespace with one address: `<prefix>.9`. */
export function addProbe(
  stage: NodeStage,
  { node, prefix, deployed }: Part,
  name = "probe",
): Promise<string> {
  const network = networkOf(deployed);
  return stage.say(
    node,
    `ip netns add ${name}
ip link add eth0 netns ${name} type veth peer name v-${name} netns n-${network}
ip -n n-${network} link set v-${name} master b-${network} up
ip -n ${name} addr add ${prefix}.9/24 dev eth0
ip -n ${name} link set eth0 up
ip -n ${name} link set lo up
ip -n ${name} route add default via ${prefix}.1`,
  );
}

export function removeProbe(stage: NodeStage, { node }: Part, name = "probe"): Promise<string> {
  return stage.say(node, `ip netns del ${name}`);
}

/** Whether a probe gets an answer within some seconds. */
export async function reaches(
  stage: NodeStage,
  from: Part,
  address: string,
  name = "probe",
): Promise<boolean> {
  const command = `ip netns exec ${name} ping -c 1 -W 1 ${address}`;
  const { code } = await stage.on(
    from.node,
    `for i in 1 2 3 4 5 6 7 8; do ${command} && exit 0; done; exit 1`,
  );
  return code === 0;
}

export function networkOf({ properties }: Deployed): string {
  return properties["networkId"] as string;
}

export function addressOf(stage: NodeStage, node: NodeName): Promise<string> {
  return stage.say(node, 'ip -o -4 addr show dev eth0 | awk \'NR == 1 { sub("/.*", "", $4); print $4 }\'');
}

/** Prints whatever there is of a network on its node. */
export function leftovers({ key, deployed }: Part): string {
  const network = networkOf(deployed);
  return `
ip netns list | grep -F ${network} || :
ip -o link | grep -F ${network} || :
ip route | grep -F ${network} || :
nft list tables | grep -F ${network} || :
find /var/lib/groundplan /run/groundplan /run/wireguard -path '*${network}*' -prune -print
find /var/lib/groundplan -path '*${key.id}*' -prune -print
pgrep -af ${network} | grep -v pgrep || :`;
}
