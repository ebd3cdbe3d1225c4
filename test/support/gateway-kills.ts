import { TSIG_NAME, NAME_SERVERS, tsigOf, ZONE } from "./gateway-stack.js";
import { killed, NodeGates, SCRIPTS, type Point, type Victim } from "./node-gates.js";
import { ReservationScene } from "./reservation-scene.js";
import { finished } from "./stack.js";
import { until } from "./until.js";

/** What of the stack is there: what it begins with, and what it is changed to. */
export type Edition = "first" | "second";

/** An operation on the stack, from what is there before it. */
export type Change = "up" | "update" | "destroy";

const NODE = "node1";
const SECRET = "canary-of-a-killed-tunnel";
const ADDRESSES = { first: "192.0.2.1", second: "192.0.2.2" };
const KEYS = {
  first: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
  second: "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=",
};

/** A gateway with every kind, whose operations can be killed anywhere. */
export class KilledGateways {
  private constructor(
    readonly scene: ReservationScene,
    private readonly gates: NodeGates,
  ) {}

  /** @param name Stacks that exist at the same time need two. */
  static async open(name: string): Promise<KilledGateways> {
    const scene = await ReservationScene.open(name);
    scene.configure({});
    await scene.stack.create();
    const gates = new NodeGates((node, script) => scene.say(node, script), { ...SCRIPTS, nft: "*", wg: "*" });
    await gates.open();
    return new KilledGateways(scene, gates);
  }

  /** Writes the stack file. */
  async declare(edition: Edition): Promise<void> {
    const [address, publicKey] = [ADDRESSES[edition], KEYS[edition]];
    const proxy = { domain: `${edition}.example.com`, addr: address, port: 8080, portTls: 8443 };
    this.scene.configure({
      nameServers: NAME_SERVERS,
      gateways: {
        edge: {
          ...{ node: NODE, nameServer: "lab" },
          router: { idleTimeout: edition === "first" ? 3600 : 1800 },
          dns: { software: "knot", nameServers: [`ns1.${ZONE}`] },
          tunnels: {},
          sixNetwork: { seed: "a seed of tests".replaceAll(" ", "-") },
          proxies: { shop: { ...proxy, domain: "shop.example.com" }, [edition]: proxy },
          reverseProxies: { home: { domain: "home.example.com", localHttp: edition === "first" ? 80 : 81 } },
          subdomains: {
            www: { domain: `www.${ZONE}`, ips: [address] },
            [edition]: { domain: `${edition}.${ZONE}`, ips: [address] },
            deep: { domain: `www.theirs.${ZONE}`, ips: [address] },
          },
          delegates: {
            theirs: { domain: `theirs.${ZONE}`, ttl: edition === "first" ? 3600 : 1800 },
          },
          fourToSix: { alice: { publicKey } },
        },
      },
    });
    await this.scene.stack.setSecret("gatewaysSecrets.edge.reverseProxies.home.secret", SECRET);
  }

  /** Brings the stack to what a change begins with. */
  async before(change: Change): Promise<void> {
    await this.gates.restart();
    await this.declare("first");
    if (change === "up") return;
    await this.scene.make("up");
    if (change === "update") await this.declare("second");
  }

  /** How many calls a change makes on the gateway's node, preview and all. */
  async calls(change: Change): Promise<number> {
    await this.before(change);
    await this.gates.restart();
    await this.scene.make(change === "destroy" ? "destroy" : "up");
    return (await this.gates.calls())[NODE];
  }

  /** Kills a change while the gateway's node is at a call. */
  async killAtCall(change: Change, call: number, victim: Victim): Promise<void> {
    const point: Point = { node: NODE, call };
    await this.gates.killAt(this.scene.stack, point, victim, change === "destroy" ? "destroy" : "up");
  }

  /** Kills a change as soon as the engine says that it works on a resource. */
  async killAtResource(change: Change, resource: string, victim: Victim): Promise<void> {
    const operation = change === "destroy" ? "destroy" : "up";
    const child = this.scene.stack.startMake(operation);
    const said = { text: "" };
    child.stdout?.on("data", (chunk: Buffer) => {
      said.text += chunk.toString();
    });
    const run = finished(child);
    const begun = new RegExp(`(Updating|Destroying) \\([^]* ${resource} (creating|updating|deleting)`);
    await until(`work on ${resource}`, () => begun.test(said.text), 300_000);
    await killed(this.scene.stack, victim);
    const { code, output } = await run;
    if (code === 0)
      throw new Error(`the ${operation} ended well although its ${victim} was killed:\n${output}`);
  }

  /** The operation again, which has to finish the work. @returns Everything of ours on the gateway. */
  async converged(change: Change): Promise<string> {
    await this.gates.restart();
    await this.scene.make(change === "destroy" ? "destroy" : "up");
    expect((await this.scene.stack.state()).pending_operations ?? []).toEqual([]);
    if (change !== "destroy") expect((await this.scene.stack.preview()).changes).toEqual([]);
    return this.traces();
  }

  /** Everything of ours on the gateway, without what is made anew each time: workloads, routes, names, keys, peers. */
  async traces(): Promise<string> {
    const own = await this.scene.say(NODE, `PATH=$PATH:/usr/sbin:/sbin\n${look(tsigOf(this.scene.lab))}`);
    return `${await this.scene.traces()}\n${own}`;
  }

  /** How many workloads, names with an owner, and IPv6 peers traces have. */
  counts(traces: string): Readonly<Record<"workloads" | "names" | "peers", number>> {
    const count = (pattern: RegExp): number => traces.match(pattern)?.length ?? 0;
    return {
      workloads: count(/^[/]var[/]lib[/]groundplan[/]w[/]/gm),
      names: count(/^__owner__[.]/gm),
      peers: count(/[/]128$/gm),
    };
  }

  async close(): Promise<void> {
    await this.gates.close();
    await this.scene.close();
  }
}

function look(tsig: string): string {
  return `
for process in 'haproxy.*groundplan' 'knotd.*groundplan' 'sshd.*groundplan' 'wireguard-go.*gp-six'; do
  echo "$process: $(pgrep -fc "$process" || :)"
done
for zone in ${ZONE} theirs.${ZONE}; do
  dig @127.0.0.1 -y ${tsig} +noall +answer +tcp "$zone" AXFR 2>/dev/null |
    grep -v -e '[[:space:]]SOA[[:space:]]' -e '^${TSIG_NAME}[.]' | sed 's/token=[^"]*//' | sort
done
wg show all peers | cut -f 2
wg show all allowed-ips | cut -f 2-
nft list tables
ip -o link show type wireguard | cut -d : -f 2
ip -o link show type tun | cut -d : -f 2`;
}
