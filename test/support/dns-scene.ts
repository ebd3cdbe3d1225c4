import { readFileSync } from "node:fs";
import { Resolver } from "node:dns/promises";
import { dirname, join } from "node:path";
import { connectNameServer } from "../../clients/dns/connect.js";
import type { DnsClient, DnsOptions } from "../../clients/dns/types.js";
import { codesOf } from "../../clients/error-codes.js";
import { nodeAccess } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import type { Deployed } from "./kind-stage.js";
import { testLab } from "./lab.js";
import { openNodeStage, type NodeStage } from "./node-stage.js";
import { until } from "./until.js";
import { pausingRelay, type PausingRelay } from "./pausing-relay.js";

export const SOFTWARE = ["knot", "bind"] as const;
export type Software = (typeof SOFTWARE)[number];
export const PORTS = { knot: 5301, bind: 5302 } as const;
export const ZONE = "apps.groundplan.test";
const SERVER = `ns1.${ZONE}`;

/** Stands before a real program and waits at one of its calls, until the test lets it go on. */
const WAITING = `cat >/usr/local/sbin/PROGRAM <<'EOF'
#!/bin/sh
echo . >>/root/dns-calls
if [ "$(wc -l </root/dns-calls)" = "$(cat /root/dns-wait-at)" ]; then
  : >/root/dns-waits
  while [ -e /root/dns-waits ]; do sleep 0.02; done
fi
exec REAL "$@"
EOF
chmod 755 /usr/local/sbin/PROGRAM`;

/** Programs by which the node talks to its name server. */
const TALKS_BY = { knot: "knotc", bind: "dig" } as const;

/** A name server that is there, and the two stacks that want names of it. */
export interface ServedScene {
  readonly scene: DnsScene;
  /** Has made the server. */
  readonly mine: NodeStage;
  readonly theirs: NodeStage;
  readonly server: Deployed;
}

/** One name server on the lab's first node and the stacks that use it. */
export class DnsScene {
  readonly #stages: NodeStage[] = [];
  readonly #clients: DnsClient[] = [];

  private constructor(
    readonly software: Software,
    readonly address: string,
    readonly secretFile: string,
    /** Between the stacks and the server, for those that use the name server `relayed`. */
    readonly relay: PausingRelay,
  ) {}

  static async open(software: Software): Promise<DnsScene> {
    const lab = await testLab(["nodes"]);
    const { address, privateKeyFile } = nodeAccess(labFolder(lab.folder), "node1");
    const relay = await pausingRelay(address, PORTS[software]);
    return new DnsScene(software, address, join(dirname(privateKeyFile), "tsig.key"), relay);
  }

  /** A scene with two stacks, the first of which has made the server. */
  static async withServer(software: Software): Promise<ServedScene> {
    const scene = await DnsScene.open(software);
    const [mine, theirs] = await Promise.all([scene.stack(), scene.stack("other1")]);
    return { scene, mine, theirs, server: await mine.up(scene.server(mine)) };
  }

  /** The provider process of a stack. */
  async stack(installation = "abc123"): Promise<NodeStage> {
    const { address, secretFile, software } = this;
    const port = PORTS[software];
    const right = { address, port, key: "groundplan", secretFile, zones: [ZONE] };
    const stage = await openNodeStage({
      installation,
      module: "gateway",
      sections: {
        nameServers: {
          main: right,
          relayed: { ...right, address: "127.0.0.1", port: this.relay.port },
          unknownKey: { ...right, key: "somebody" },
          wrongSecret: { address, port, key: "groundplan", zones: [ZONE] },
          dead: { ...right, port: 5399 },
        },
        nameServersSecrets: { wrongSecret: { secret: Buffer.alloc(32, 7).toString("base64") } },
      },
    });
    this.#stages.push(stage);
    return stage;
  }

  /** Inputs of the name server itself. */
  server(stage: NodeStage, rest: Readonly<Record<string, unknown>> = {}) {
    return stage.inputs("GatewayNameServer", "dns", {
      node: "node1",
      software: this.software,
      nameServer: "main",
      port: PORTS[this.software],
      zones: [ZONE],
      nameServers: [SERVER],
      addresses: { [SERVER]: [this.address] },
      ...rest,
    });
  }

  /** Inputs of a name below the managed zone. */
  subdomain(stage: NodeStage, name: string, rest: Readonly<Record<string, unknown>> = {}) {
    return stage.inputs("GatewaySubdomain", name, {
      nameServer: "main",
      domain: `${name}.${ZONE}`,
      ips: ["192.0.2.1"],
      ...rest,
    });
  }

  /** Inputs of a delegated zone. */
  delegate(stage: NodeStage, name: string, rest: Readonly<Record<string, unknown>> = {}) {
    return stage.inputs("GatewayDelegate", name, {
      node: "node1",
      nameServer: "main",
      domain: `${name}.example.test`,
      nameServers: [SERVER],
      ...rest,
    });
  }

  /** The addresses that everybody is told of a name, with their ttl; none when there is no such name. */
  async seen(domain: string): Promise<readonly string[]> {
    const resolver = new Resolver({ timeout: 5_000, tries: 2 });
    resolver.setServers([`${this.address}:${PORTS[this.software]}`]);
    const none = (error: unknown): [] => {
      if (codesOf(error).some((code) => ["ENOTFOUND", "ENODATA", "EREFUSED"].includes(code))) return [];
      throw error;
    };
    const [four, six] = await Promise.all([
      resolver.resolve4(domain, { ttl: true }).catch(none),
      resolver.resolve6(domain, { ttl: true }).catch(none),
    ]);
    return [...four, ...six].map(({ address, ttl }) => `${address} ${ttl}`).sort();
  }

  /** Name servers that everybody is told of a zone, with their ttl. */
  async nameServersOf(zone: string): Promise<readonly string[]> {
    const found = await this.client().query(zone, ["NS"]);
    return found.map(({ data, ttl }) => `${data.join("")} ${ttl}`).sort();
  }

  /** What the node has of zones besides the managed one. */
  zoneTraces(stage: NodeStage): Promise<string> {
    return stage.say(
      "node1",
      `cd /var/lib/groundplan; ls w | grep '^delegate-' || :; ls dns/*/claims dns/*/zones | grep 'example.test' || :`,
    );
  }

  /** All records of a zone but those of the zone itself, by name. */
  async records(stage: NodeStage, zone = ZONE): Promise<string> {
    const transfer = `dig +noall +answer +onesoa -k /tmp/dns-key -p ${PORTS[this.software]} @127.0.0.1 ${zone} AXFR`;
    return stage.say(
      "node1",
      `umask 077; printf '%s' '${this.keyFile()}' >/tmp/dns-key
      ${transfer} | awk '!/^;/ && $1 != "${zone}." && $1 != "${SERVER}." { print $1, $4 }' | sort; rm /tmp/dns-key`,
    );
  }

  /** A change by hand, in the words of nsupdate. */
  async byHand(stage: NodeStage, changes: string, zone = ZONE): Promise<void> {
    await stage.say(
      "node1",
      `umask 077; printf '%s' '${this.keyFile()}' >/tmp/dns-key
      nsupdate -k /tmp/dns-key <<'EOT'
server 127.0.0.1 ${PORTS[this.software]}
zone ${zone}
${changes}
send
EOT
      rm /tmp/dns-key`,
    );
  }

  /**
   * Has the node stand still at calls of the program by which it talks to its server.
   * @returns what begins an operation, and kills the provider with SIGKILL while the node is at a call
   */
  async killing(
    stage: NodeStage,
  ): Promise<(call: number, operation: () => Promise<unknown>) => Promise<void>> {
    const program = TALKS_BY[this.software];
    const real = await stage.say("node1", `command -v ${program}`);
    const waiting = WAITING.replaceAll("PROGRAM", program).replace("REAL", real);
    await stage.say("node1", `echo 0 >/root/dns-wait-at; ${waiting}`);
    return async (call, operation) => {
      await stage.say("node1", `rm -f /root/dns-calls /root/dns-waits; echo ${call} >/root/dns-wait-at`);
      const outcome = operation().then(
        () => "done",
        () => "failed",
      );
      await until(
        `call ${call}`,
        async () => (await stage.on("node1", "test -e /root/dns-waits")).code === 0,
      );
      stage.provider.signal("SIGKILL");
      expect(await outcome).toBe("failed");
      await stage.nextCommand();
      await stage.say("node1", "echo 0 >/root/dns-wait-at; rm -f /root/dns-waits");
    };
  }

  async noMoreKilling(stage: NodeStage): Promise<void> {
    await stage.say("node1", `rm -f /usr/local/sbin/${TALKS_BY[this.software]} /root/dns-*`);
  }

  /** A client of the server with the right key, unless the options say otherwise. */
  client(options: Partial<DnsOptions> = {}): DnsClient {
    const key = { name: "groundplan", algorithm: "hmac-sha256", secret: this.secret() } as const;
    const client = connectNameServer({ host: this.address, port: PORTS[this.software], key, ...options });
    this.#clients.push(client);
    return client;
  }

  secret(): Buffer {
    return Buffer.from(readFileSync(this.secretFile, "utf8").trim(), "base64");
  }

  async close(): Promise<void> {
    await Promise.all([...this.#stages, ...this.#clients, this.relay].map((part) => part.close()));
  }

  private keyFile(): string {
    return `key "groundplan" { algorithm hmac-sha256; secret "${this.secret().toString("base64")}"; };`;
  }
}
