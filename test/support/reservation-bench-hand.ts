import { randomBytes } from "node:crypto";
import { nodeAccess } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import { wireguardKeys, type WireguardKeys } from "../../model/reservation/network/wireguard-keys.js";
import { NodeSession } from "./node-session.js";
import { COMMAND, IMAGE, MEMORY, type NodeShare } from "./reservation-bench-plan.js";

const PORT = 5555;
const ZDB_PORT = 9900;
const TRANSIT = "100.127.0";

/** The same workloads made by hand: one script and one SSH connection for each node, all nodes at a time. */
export class ByHand {
  readonly #keys: ReadonlyMap<string, WireguardKeys>;

  constructor(
    /** State folder of the lab. */
    private readonly lab: string,
    private readonly shares: readonly NodeShare[],
    private readonly server: { readonly url: string; readonly sha256: string },
  ) {
    this.#keys = new Map(shares.map(({ node }) => [node, wireguardKeys(randomBytes(32))]));
  }

  /** Makes everything. */
  async up(): Promise<void> {
    await this.#onAll((share) =>
      [this.#network(share), this.#zdbs(share), volumes(share), containers(share), publicIps(share)].join(
        "\n",
      ),
    );
  }

  /** Looks at all that was made. @returns What each node says. */
  look(): Promise<readonly string[]> {
    return this.#onAll(look);
  }

  async down(): Promise<void> {
    await this.#onAll(down);
  }

  #onAll(script: (share: NodeShare) => string): Promise<readonly string[]> {
    return Promise.all(
      this.shares.map(async (share) => {
        const session = await NodeSession.open(nodeAccess(labFolder(this.lab), share.node), "root");
        try {
          return await session.say(`PATH=$PATH:/usr/sbin:/sbin\nexec 2>&1\n${script(share)}`);
        } finally {
          session.close();
        }
      }),
    );
  }

  #network({ node, prefix }: NodeShare): string {
    const others = this.shares.filter((other) => other.node !== node);
    const peers = others.map(
      (other) => `[Peer]
PublicKey = ${this.#keys.get(other.node)?.publicKey ?? ""}
Endpoint = ${other.address}:${PORT}
AllowedIPs = ${other.prefix}.0/24`,
    );
    return `
echo 1 >/proc/sys/net/ipv4/ip_forward
ip netns add hand
ip -n hand link set lo up
ip link add hand-out type veth peer name public netns hand
ip addr add ${TRANSIT}.1/30 dev hand-out
ip link set hand-out up
ip -n hand addr add ${TRANSIT}.2/30 dev public
ip -n hand link set public up
ip -n hand route add default via ${TRANSIT}.1
ip -n hand link add bridge type bridge
ip -n hand addr add ${prefix}.1/24 dev bridge
ip -n hand link set bridge up
ip netns exec hand sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
ip netns exec hand nft 'table ip hand { chain way_out { type nat hook postrouting priority srcnat; oifname public masquerade; }; }'
nft 'table ip hand { chain way_out { type nat hook postrouting priority srcnat; ip saddr ${TRANSIT}.0/30 masquerade; }; chain way_in { type nat hook prerouting priority dstnat; }; }'
(wireguard-go -f hand-wg </dev/null >/dev/null 2>&1 &)
until [ -S /run/wireguard/hand-wg.sock ] && [ -e /sys/class/net/hand-wg ]; do sleep 0.05; done
ip link set hand-wg netns hand
cat >/run/hand-wg.conf <<'END'
[Interface]
ListenPort = ${PORT}
PrivateKey = ${this.#keys.get(node)?.privateKey ?? ""}
${peers.join("\n")}
END
ip netns exec hand wg setconf hand-wg /run/hand-wg.conf
ip -n hand addr add 100.64.${prefix.slice(3)}/32 dev hand-wg
ip -n hand link set hand-wg mtu 1420 up
${others.map((other) => `ip -n hand route add ${other.prefix}.0/24 dev hand-wg`).join("\n")}`;
  }

  #zdbs({ zdbs }: NodeShare): string {
    const { url, sha256 } = this.server;
    const words = (...each: string[]): string =>
      `*${each.length}\\r\\n${each.map((word) => `$${word.length}\\r\\n${word}\\r\\n`).join("")}`;
    const commands = zdbs.flatMap((key) => [
      words("NSNEW", key),
      words("NSSET", key, "public", "0"),
      words("NSSET", key, "maxsize", String(2 ** 30)),
    ]);
    return `
mkdir -p /var/hand /mnt/hdd/hand-zdb
curl -fsS -o /var/hand/zdb ${url}
echo "${sha256}  /var/hand/zdb" | sha256sum -c >/dev/null
chmod 755 /var/hand/zdb
(/var/hand/zdb --data /mnt/hdd/hand-zdb/data --index /mnt/hdd/hand-zdb/index --mode user --port ${ZDB_PORT} \\
  --socket /run/hand-zdb.sock --protect --admin hand </dev/null >/dev/null 2>&1 &)
until [ -S /run/hand-zdb.sock ]; do sleep 0.05; done
printf '${words("AUTH", "hand")}${commands.join("")}' | socat -t 5 - UNIX-CONNECT:/run/hand-zdb.sock >/dev/null`;
  }
}

function volumes({ volumes }: NodeShare): string {
  return volumes
    .map(
      ({ key, type }) =>
        `btrfs -q subvolume create /mnt/${type}/${key}; btrfs qgroup limit 1G /mnt/${type}/${key}`,
    )
    .join("\n");
}

function containers({ prefix, containers, volumes }: NodeShare): string {
  const one = ({ key, ip, volume }: NodeShare["containers"][number]): string => {
    const type = volumes.find((each) => each.key === volume)?.type ?? "";
    return `
ip netns add ${key}
ip link add eth0 netns ${key} type veth peer name ${key} netns hand
ip -n hand link set ${key} master bridge up
ip -n ${key} addr add ${ip}/24 dev eth0
ip -n ${key} link set eth0 up
ip -n ${key} link set lo up
ip -n ${key} route add default via ${prefix}.1
podman run --detach --name ${key} --hostname ${key} --network ns:/run/netns/${key} --restart always --log-driver k8s-file \\
  --memory ${MEMORY}m --memory-swap ${MEMORY}m --cpus 1 --volume /mnt/${type}/${volume}:/data ${IMAGE} sh -c '${COMMAND}' >/dev/null`;
  };
  return `podman pull --quiet ${IMAGE} >/dev/null\n${containers.map(one).join("\n")}`;
}

function publicIps({ prefix, publicIps }: NodeShare): string {
  const each = publicIps.map(
    ({ address, target }) => `
ip addr add ${address}/24 dev eth0
nft add rule ip hand way_in ip daddr ${address} dnat to ${target}`,
  );
  return `ip route add ${prefix}.0/24 via ${TRANSIT}.2\n${each.join("\n")}`;
}

function look({ containers, zdbs }: NodeShare): string {
  const words = (...each: string[]): string =>
    `*${each.length}\\r\\n${each.map((word) => `$${word.length}\\r\\n${word}\\r\\n`).join("")}`;
  return `
ip netns exec hand wg show hand-wg dump
ip -n hand -o addr
ip -n hand route
ip netns exec hand nft list ruleset
ip -o addr
ip route
nft list ruleset
for pool in /mnt/hdd /mnt/ssd; do btrfs subvolume list $pool; btrfs qgroup show -r --raw $pool; done
podman ps --all
podman inspect ${containers.map(({ key }) => key).join(" ")}
${containers.map(({ key }) => `ip -n ${key} -o addr; ip -n ${key} route`).join("\n")}
printf '${zdbs.map((key) => words("NSINFO", key)).join("")}' | socat -t 5 - UNIX-CONNECT:/run/hand-zdb.sock`;
}

function down({ containers, volumes, publicIps, prefix }: NodeShare): string {
  return `
podman rm --force --time 1 ${containers.map(({ key }) => key).join(" ")} >/dev/null
podman rmi --force ${IMAGE} >/dev/null
${publicIps.map(({ address }) => `ip addr del ${address}/24 dev eth0`).join("\n")}
ip route del ${prefix}.0/24 via ${TRANSIT}.2
${containers.map(({ key }) => `ip netns del ${key}`).join("\n")}
pkill -f 'wireguard-go -f hand-w[g]'
ip netns del hand
ip link del hand-out 2>/dev/null || :
nft delete table ip hand
pkill -f '/var/hand/zd[b]'
rm -rf /var/hand /mnt/hdd/hand-zdb /run/hand-wg.conf /run/hand-zdb.sock
${volumes.map(({ key, type }) => `btrfs -q subvolume delete /mnt/${type}/${key} >/dev/null`).join("\n")}
for pool in /mnt/hdd /mnt/ssd; do
  btrfs filesystem sync $pool
  timeout 60 btrfs subvolume sync $pool >/dev/null
  for group in $(btrfs qgroup show -r --raw $pool | awk '$1 ~ "^0/" && $4 == 1073741824 { print $1 }'); do
    btrfs qgroup destroy $group $pool 2>/dev/null || :
  done
done`;
}
