import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { connect, type TLSSocket } from "node:tls";
import { nodeAccess, type NodeName } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import type { Properties } from "./provider-process.js";
import { openNodeStage, type NodeStage } from "./node-stage.js";
import { selfSigned, type SelfSigned } from "./self-signed.js";
import { until } from "./until.js";

export const HTTP_PORT = 8080;
export const TLS_PORT = 8443;
const PATIENCE_MS = 20_000;

/** What a client was answered. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** A gateway on node1, and on node2 a backend that answers HTTP and sends back what it gets by TLS. */
export class RouteScene {
  private constructor(
    readonly stage: NodeStage,
    readonly certificate: SelfSigned,
  ) {}

  static async open(): Promise<RouteScene> {
    const stage = await openNodeStage({ module: "gateway" });
    const certificate = selfSigned("shop.example.com");
    await stage.say(
      "node2",
      `umask 077
cat >/root/pair.pem <<'END'
${certificate.key}${certificate.certificate}END
cat >/root/answer <<'END'
#!/bin/sh
host=$(sed -n 's/^[Hh]ost: *\\([^\\r]*\\).*/\\1/p; /^\\r*$/q')
printf 'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nnode2 answers for %s\\n' "$host"
END
chmod 700 /root/answer
setsid socat TCP-LISTEN:${HTTP_PORT},reuseaddr,fork,backlog=128 EXEC:/root/answer </dev/null >/dev/null 2>&1 &
setsid socat OPENSSL-LISTEN:${TLS_PORT},reuseaddr,fork,backlog=128,verify=0,cert=/root/pair.pem EXEC:cat </dev/null >/dev/null 2>&1 &
`,
    );
    const scene = new RouteScene(stage, certificate);
    await until("the backends", async () => {
      const listening = await stage.say("node2", `cat /proc/net/tcp`);
      return [HTTP_PORT, TLS_PORT].every((port) =>
        listening.includes(`:${port.toString(16).toUpperCase()} `),
      );
    });
    return scene;
  }

  async close(): Promise<void> {
    await this.stage.on("node2", `pkill -f '[s]ocat .*-LISTEN:8'; rm -f /root/pair.pem /root/answer`);
    await this.stage.close();
  }

  address(node: NodeName): string {
    return nodeAccess(labFolder(this.stage.lab.folder), node).address;
  }

  router(name = "router", rest: Properties = {}, stage = this.stage): Properties {
    return stage.inputs("GatewayRouter", name, { node: "node1", ...rest });
  }

  proxy(name: string, domain: string, rest: Properties = {}, stage = this.stage): Properties {
    const backend = { addr: this.address("node2"), port: HTTP_PORT, portTls: TLS_PORT };
    return stage.inputs("GatewayProxy", name, { node: "node1", domain, ...backend, ...rest });
  }

  /** What a client gets by HTTP for a domain at the gateway. */
  get(domain: string, port = 80): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: this.address("node1"), port, headers: { host: domain }, agent: false, timeout: PATIENCE_MS },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
          });
        },
      );
      asked.on("timeout", () => asked.destroy(new Error(`no answer for ${domain}`)));
      asked.on("error", reject);
      asked.end();
    });
  }

  /** A connection by TLS to a domain at the gateway. Rejects when the gateway ends it. */
  async dial(domain: string, port = 443): Promise<Connection> {
    const socket = connect({
      host: this.address("node1"),
      port,
      servername: domain,
      // What is looked at is which certificate it is.
      rejectUnauthorized: false,
      timeout: PATIENCE_MS,
    });
    socket.on("timeout", () => socket.destroy(new Error(`no answer for ${domain}`)));
    await once(socket, "secureConnect");
    socket.setTimeout(0);
    return new Connection(socket);
  }

  /** Whether a client sees the backend's own certificate. */
  async seesBackend(domain: string, port?: number): Promise<boolean> {
    const connection = await this.dial(domain, port);
    try {
      await connection.exchange();
      return connection.fingerprint === new X509Certificate(this.certificate.certificate).fingerprint256;
    } finally {
      connection.close();
    }
  }

  /** What haproxy's sockets say to a command. */
  ask(command: string, socket: "worker" | "master" = "worker"): Promise<string> {
    return this.stage.say(
      "node1",
      `echo '${command}' | socat -t 10 - UNIX-CONNECT:/run/groundplan/router/${socket}.sock`,
    );
  }

  /** Process that forwards, and how often haproxy began anew. */
  async running(): Promise<{ readonly worker: number; readonly reloads: number }> {
    const said = await this.ask("show proc", "master");
    const worker = /^(\d+) +worker/m.exec(said)?.[1];
    const reloads = /^\d+ +master +(\d+)/m.exec(said)?.[1];
    return { worker: Number(worker), reloads: Number(reloads) };
  }

  /** Lines of the map of a protocol as haproxy has it: `<domain> <address>/<port>`. */
  async live(map: "http" | "tls"): Promise<readonly string[]> {
    const said = await this.ask(`show map ${map}.map`);
    return said
      .split("\n")
      .filter((line) => line.startsWith("0x"))
      .map((line) => line.replace(/^\S+ /, ""))
      .sort();
  }

  /** Everything that node1 has of gateways. */
  traces(): Promise<string> {
    return this.stage.say(
      "node1",
      `ls -d /var/lib/groundplan/w/router-* /var/lib/groundplan/w/proxy-* /var/lib/groundplan/router \\
        /var/lib/groundplan/domains/* /var/lib/groundplan/s/router-* /run/groundplan/router /run/groundplan/group 2>/dev/null || :
      pgrep -fa '[h]aproxy -W' || :`,
    );
  }
}

/** A client's connection through the gateway to what sends everything back. */
export class Connection {
  readonly fingerprint: string;
  /** How often everything came back. */
  rounds = 0;
  /** Why the connection ended; undefined while it is open. */
  ended: string | undefined;
  #stopped = false;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  constructor(private readonly socket: TLSSocket) {
    this.fingerprint = socket.getPeerCertificate().fingerprint256;
    socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on("error", (error: Error) => (this.ended = error.message));
    socket.on("close", () => {
      this.ended ??= "closed";
      this.#wake();
    });
  }

  /** Sends something and waits until all of it has come back. */
  async exchange(bytes = 4096): Promise<void> {
    const sent = Buffer.alloc(bytes, this.rounds % 256);
    this.socket.write(sent);
    await new Promise<void>((resolve, reject) => {
      this.#wake = () => {
        if (this.#received.length >= bytes) resolve();
        else if (this.ended !== undefined) reject(new Error(this.ended));
      };
      this.#wake();
    });
    if (!this.#received.equals(sent)) throw new Error("what came back is not what was sent");
    this.#received = Buffer.alloc(0);
    this.rounds += 1;
  }

  /** Exchanges until {@link close}; what fails is told by `ended`. */
  async keepBusy(): Promise<void> {
    try {
      while (!this.#stopped) await this.exchange();
    } catch (error) {
      if (!this.#stopped) this.ended ??= String(error);
    }
  }

  close(): void {
    this.#stopped = true;
    this.socket.destroy();
  }
}
