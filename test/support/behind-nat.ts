import type { NodeName } from "../../lab/profiles/index.js";
import type { NodeStage } from "./node-stage.js";

/**
 * A machine behind a firewall, in the shape of a network namespace on a lab's node: it reaches whatever the node does,
 * over IPv4 only, and nobody reaches it. Its own processes end with {@link remove}.
 */
export class BehindNat {
  private constructor(
    private readonly stage: NodeStage,
    readonly node: NodeName,
    readonly name: string,
  ) {}

  /** @param third third number of the addresses between the two, so that two on a node do not meet */
  static async open(stage: NodeStage, node: NodeName, name: string, third = 1): Promise<BehindNat> {
    await stage.say(
      node,
      `ip netns add ${name}
ip link add o-${name} type veth peer name eth0 netns ${name}
ip addr add 10.77.${third}.1/24 dev o-${name}
ip link set o-${name} up
ip -n ${name} link set lo up
ip netns exec ${name} sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
ip -n ${name} addr add 10.77.${third}.2/24 dev eth0
ip -n ${name} link set eth0 up
ip -n ${name} route add default via 10.77.${third}.1
echo 1 >/proc/sys/net/ipv4/ip_forward
nft -f - <<RULES
table ip nat-${name} {
  chain out {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 10.77.${third}.0/24 masquerade
  }
  chain firewall {
    type filter hook forward priority filter; policy accept;
    oifname "o-${name}" ct state new drop
  }
}
RULES`,
    );
    return new BehindNat(stage, node, name);
  }

  /** Runs a shell script inside, which has to succeed. @returns What it printed. */
  say(script: string): Promise<string> {
    return this.stage.say(this.node, this.#inside(script));
  }

  /** Runs a shell script inside. */
  on(script: string): ReturnType<NodeStage["on"]> {
    return this.stage.on(this.node, this.#inside(script));
  }

  /** Has a shell script run inside until the end. */
  begin(script: string): Promise<string> {
    return this.say(`setsid sh -c ${quoted(script)} </dev/null >/dev/null 2>&1 &`);
  }

  /** Unplugs it, or plugs it in again. */
  plug(state: "up" | "down"): Promise<string> {
    return this.stage.say(this.node, `ip link set o-${this.name} ${state}`);
  }

  /** Ends all processes inside whose command is of that name. */
  end(program: string): Promise<string> {
    return this.stage.say(
      this.node,
      `for pid in $(ip netns pids ${this.name}); do
  read -r name <"/proc/$pid/comm" || continue
  [ "$name" != '${program}' ] || kill -9 "$pid" || :
done`,
    );
  }

  async remove(): Promise<void> {
    await this.stage.say(
      this.node,
      `for pid in $(ip netns pids ${this.name}); do kill -9 "$pid" || :; done
ip link del o-${this.name} || :
ip netns del ${this.name}
nft delete table ip nat-${this.name}`,
    );
  }

  #inside(script: string): string {
    return `exec ip netns exec ${this.name} sh -eu -c ${quoted(script)}`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
