import type { NetworkPeer, NetworkResourceInputs } from "../network-resource.js";

/** Lines of the plan: what is made, or which peers and which port change. */
export function networkSteps(
  old: NetworkResourceInputs | undefined,
  news: Partial<NetworkResourceInputs>,
): readonly string[] {
  const { name = "?", node = "the node", range = "a subnet", listenPort, peers } = news;
  const port = listenPort === undefined ? "a port" : `port ${listenPort}`;
  if (old === undefined) {
    const count = peers === undefined ? "peers that are not known yet" : `${peers.length} peers`;
    return [`make network ${name} on ${node}: ${range}, ${port}, ${count}`];
  }
  return [
    ...(listenPort === undefined || listenPort === old.listenPort
      ? []
      : [`listen on port ${listenPort} instead of ${old.listenPort}`]),
    ...(peers === undefined ? ["peers are not known yet"] : peerSteps(old.peers, peers)),
  ];
}

function peerSteps(before: readonly NetworkPeer[], after: readonly NetworkPeer[]): readonly string[] {
  const old = new Map(before.map((peer) => [peer.publicKey, peer]));
  const kept = new Set(after.map(({ publicKey }) => publicKey));
  return [
    ...after.flatMap((peer) => {
      const had = old.get(peer.publicKey);
      if (had === undefined) return [`add peer ${told(peer)}`];
      return JSON.stringify(had) === JSON.stringify(peer) ? [] : [`change peer ${told(peer)}`];
    }),
    ...before.filter(({ publicKey }) => !kept.has(publicKey)).map((peer) => `remove peer ${told(peer)}`),
  ];
}

function told({ range, endpoint, publicKey }: NetworkPeer): string {
  return `${range}${endpoint === "" ? "" : ` at ${endpoint}`} (${publicKey})`;
}
