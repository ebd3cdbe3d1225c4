import type { NodeName } from "../../../lab/profiles/index.js";
import type { TunnelClient } from "../../../providers/gateway/reverse-proxy.js";
import type { Deployed } from "../../support/kind-stage.js";
import { type NodeStage, openNodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { selfSigned } from "../../support/self-signed.js";
import { until } from "../../support/until.js";
import { addressOf } from "../reservation/network-scene.js";
import { BehindNat } from "../../support/behind-nat.js";

const DOMAIN = "home.gateway.test";
const SECRET = "canary-tunnel-first-5e1f";
const SECOND_SECRET = "canary-tunnel-second-77aa";
const STRANGER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN/9N/HjQhmC47ktQ69iLfDLg6ijJSmHxWJc53P0OigB";

let stage: NodeStage;
let home: BehindNat;
let gateway: string;
let router: Deployed;
let tunnels: Deployed;
let proxy: Deployed;

const certificate = selfSigned(DOMAIN);
const routerInputs = (): Properties => stage.inputs("GatewayRouter", "router", { node: "node1" });
const tunnelsInputs = (rest: Properties = {}): Properties =>
  stage.inputs("GatewayTunnels", "tunnels", { node: "node1", ...rest });
const proxyInputs = (rest: Properties = {}): Properties =>
  stage.inputs("GatewayReverseProxy", "home", { node: "node1", domain: DOMAIN, secret: SECRET, ...rest });

beforeAll(async () => {
  stage = await openNodeStage({ module: "gateway" });
  gateway = await addressOf(stage, "node1");
  home = await BehindNat.open(stage, "node2", "home");
  await home.say(`mkdir -p /tmp/home
cat >/tmp/home/server.pem <<'PEM'
${certificate.key}${certificate.certificate}PEM
cat >/tmp/home/answer <<'ANSWER'
printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhello from behind, %s' "$1"
ANSWER`);
  await home.begin(
    "exec socat TCP4-LISTEN:80,bind=127.0.0.1,reuseaddr,fork SYSTEM:'sh /tmp/home/answer HTTP'",
  );
  await home.begin(
    "exec socat OPENSSL-LISTEN:443,bind=127.0.0.1,reuseaddr,fork,cert=/tmp/home/server.pem,verify=0 SYSTEM:'sh /tmp/home/answer TLS'",
  );
  await stage.say("node3", `cat >/tmp/authority.pem <<'PEM'\n${certificate.certificate}PEM`);
  router = await stage.up(routerInputs());
});

afterAll(async () => {
  await home.remove();
  await stage.close();
});

describe("tunnels of a node", () => {
  it("come up, and have nothing to do for the second time", async () => {
    tunnels = await stage.up(tunnelsInputs());
    expect(outputs(tunnels)).toMatchObject({ drift: [], port: 2222 });
    expect(outputs(tunnels)["hostKey"]).toMatch(/^ssh-ed25519 AAAA/);
    await stage.nextCommand();
    expect((await stage.up(tunnelsInputs(), tunnels)).changed).toBe(false);
    expect((await stage.refresh(tunnels)).properties).toEqual(tunnels.properties);
  });

  it("are there once a node, whoever's they are", async () => {
    const others = await openNodeStage({ module: "gateway", installation: "other1" });
    const inputs = others.inputs("GatewayTunnels", "theirs", { node: "node1", port: 2223 });
    await expect(others.preview(inputs)).rejects.toThrow(
      "the place of the node's tunnels is taken by abc123/shop/dev/tunnels",
    );
    await expect(others.up(inputs)).rejects.toThrow(
      "this node has tunnels already, of abc123/shop/dev/tunnels",
    );
    await others.close();
  });

  it("do not take a port that another program has", async () => {
    const inputs = stage.inputs("GatewayTunnels", "elsewhere", { node: "node3", port: 22 });
    await expect(stage.up(inputs)).rejects.toThrow("port 22 is taken by another program of the node");
    expect(await stage.say("node3", "ls -d /var/lib/groundplan-tunnels 2>/dev/null || :")).toBe("");
  });

  it("are what a reverse proxy needs", async () => {
    const inputs = stage.inputs("GatewayReverseProxy", "lost", {
      node: "node3",
      domain: DOMAIN,
      secret: SECRET,
    });
    expect(await stage.failed(inputs)).toContain(
      "there are no tunnels on this node: it needs a GatewayTunnels",
    );
  });
});

describe("a client behind a firewall", () => {
  it("is reached by HTTP and TLS as soon as it dials in", async () => {
    proxy = await stage.up(proxyInputs());
    expect(outputs(proxy)).toMatchObject({ drift: [], httpPort: 20000, tlsPort: 20001 });
    expect((await fromOutside("HTTP")).out).not.toContain("hello");
    await dial(proxy);
    await untilReached();
    expect((await fromOutside("HTTP")).out).toBe("hello from behind, HTTP");
    // Checked against the client's own certificate: the gateway has none.
    expect((await fromOutside("TLS")).out).toBe("hello from behind, TLS");
  });

  it("is reached by nobody in another way", async () => {
    const direct = await stage.on("node3", `curl -sS -m 3 http://${gateway}:20000/`);
    expect(direct.err).toMatch(/refused|Failed to connect/);
    const behind = await stage.on(
      "node3",
      "ip route add 10.77.1.0/24 via $(getent ahostsv4 node2 | awk '{ print $1; exit }') && curl -sS -m 2 http://10.77.1.2/; ip route del 10.77.1.0/24",
    );
    expect(behind.out).toBe("");
  });

  it("has nothing to do for the second time", async () => {
    await stage.nextCommand();
    expect((await stage.refresh(proxy)).properties).toEqual(proxy.properties);
    expect((await stage.up(proxyInputs(), proxy)).changed).toBe(false);
  });

  it("comes back after its session was cut off", async () => {
    const session = await sessionAt(20000);
    await stage.say("node1", `kill -9 ${session}`);
    await until("another session", async () => ![session, ""].includes(await sessionAt(20000)));
    await untilReached();
  });

  it("comes back after its line was dead, whose ports are free by then", async () => {
    await home.plug("down");
    await until("the ports to be free", async () => (await sessionAt(20000)) === "");
    await home.plug("up");
    await untilReached();
  });
});

describe("the key of a tunnel", () => {
  const OPTIONS =
    "-F none -i key -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile=known_hosts -o StrictHostKeyChecking=yes -o ExitOnForwardFailure=yes -p 2222";
  /** Runs a client of SSH with the tunnel's key for some seconds; a forwarding that is refused ends it before that. */
  const ssh = (args: string, user = "groundplan-tunnel") =>
    home.on(
      `cd ${folderOf(proxy)}; exec timeout 10 ssh ${OPTIONS} ${args.replace("@", `${user}@${gateway}`)}`,
    );

  // What is refused because somebody has the port already would say nothing.
  beforeAll(async () => {
    await hangUp();
    await until("the ports to be free", async () => (await sessionAt(20000)) === "");
  });

  afterAll(() => dial(proxy));

  it("has its two ports forwarded", async () => {
    const held = home.on(
      `cd ${folderOf(proxy)}; exec timeout 60 ssh ${OPTIONS} -N -R 127.0.0.1:20000:127.0.0.1:80 -R 127.0.0.1:20001:127.0.0.1:443 groundplan-tunnel@${gateway}`,
    );
    await until("the ports", async () => (await sessionAt(20000)) !== "" && (await sessionAt(20001)) !== "");
    await home.end("ssh");
    await held;
    await until("the ports to be free", async () => (await sessionAt(20000)) === "");
  });

  it.each([
    ["a shell", "@"],
    ["a shell on a terminal", "-tt @"],
    ["a command", "@ id"],
    ["a transfer of files", "-s @ sftp"],
    ["forwarding to a port of the gateway", "-W 127.0.0.1:22 @"],
    ["forwarding to another machine", "-W node3:22 @"],
    ["another port", "-N -R 127.0.0.1:20002:127.0.0.1:80 @"],
    ["a port below 1024", "-N -R 127.0.0.1:81:127.0.0.1:80 @"],
    ["a port of the gateway's choice", "-N -R 127.0.0.1:0:127.0.0.1:80 @"],
    ["all addresses", "-N -R 0.0.0.0:20000:127.0.0.1:80 @"],
    ["all addresses, as a star", "-N -R '*:20000:127.0.0.1:80' @"],
    ["all addresses, without a name", "-N -R :20000:127.0.0.1:80 @"],
    ["an address of the gateway", "-N -R GATEWAY:20000:127.0.0.1:80 @"],
    ["the loopback address of IPv6", "-N -R '[::1]:20000:127.0.0.1:80' @"],
    ["another loopback address", "-N -R 127.0.0.2:20000:127.0.0.1:80 @"],
    ["a socket", "-N -R /tmp/socket:127.0.0.1:80 @"],
    ["a device", "-N -w any:any @"],
  ])("does not get %s", async (_what, args) => {
    const { code, out, err } = await ssh(args.replace("GATEWAY", gateway));
    expect(err).toMatch(
      /administratively prohibited|remote port forwarding failed|PTY allocation request failed|open failed|Tunnel device open failed|forwarding failed/i,
    );
    expect(out).toBe("");
    expect(code).toBe(255);
  });

  it.each(["root", "groundplan", "sshd", "nobody"])("does not log %s in", async (user) => {
    const { code, err } = await ssh("-N -R 127.0.0.1:20000:127.0.0.1:80 @", user);
    expect(err).toContain("Permission denied (publickey)");
    expect(code).toBe(255);
  });

  it("is the only way in: there are no passwords", async () => {
    const { err } = await ssh("-o PreferredAuthentications=password,keyboard-interactive -N @");
    expect(err).toContain("Permission denied (publickey)");
  });
});

describe("what somebody changes on the node", () => {
  const keys = "/var/lib/groundplan-tunnels/authorized_keys";
  const folder = (of: Deployed): string => `/var/lib/groundplan/w/${of.id}`;

  // Each repair ends what this process has seen before.
  beforeAll(() => stage.nextCommand());

  it.each<[string, () => string, readonly string[]]>([
    [
      "what its key may do",
      () => `sed -i 's/permitlisten="127.0.0.1:20000"/permitlisten="*:*"/' ${keys}`,
      ["authorized key: changed"],
    ],
    ["its key", () => `sed -i 's|ssh-ed25519 [^ ]*|${STRANGER}|' ${keys}`, ["authorized key: changed"]],
    ["its key taken away", () => `sed -i /${proxy.id}/d ${keys}`, ["authorized key: missing"]],
    [
      "its ports",
      () => `echo 20500 20501 >${folder(proxy)}/keep.ports`,
      ["ports: 20500 20501 instead of 20000 20001"],
    ],
    ["its ports forgotten", () => `rm ${folder(proxy)}/keep.ports`, ["ports: none instead of 20000 20001"]],
    [
      "its route",
      () => `sed -i 's/^http .*/http 127.0.0.1 81/' ${folder(proxy)}/route`,
      ["route: leads HTTP to 127.0.0.1 port 81"],
    ],
    ["its route taken away", () => `rm ${folder(proxy)}/route`, ["route: missing"]],
  ])("%s: shows exactly that, and is repaired", async (_what, tamper, drift) => {
    await stage.say("node1", tamper());
    const seen = await stage.refresh(proxy);
    expect(seen.properties).toEqual({ ...proxy.properties, drift });
    expect((await stage.refresh(tunnels)).properties).toEqual(tunnels.properties);
    await stage.preview(proxyInputs(), seen);
    expect(stage.said("GatewayReverseProxy", "home")).toContain(`repair: ${drift[0] ?? ""}`);
    const repaired = await stage.up(proxyInputs(), seen);
    expect(repaired.changed).toBe(true);
    expect(repaired.properties).toEqual(proxy.properties);
    await untilReached();
  });

  it.each<[string, () => string, readonly string[]]>([
    [
      "a key of somebody",
      () => `echo '${STRANGER} me' >>${keys}`,
      ["authorized_keys: line 2 is of no reverse proxy"],
    ],
    [
      "a second key for a tunnel",
      () => `echo '${STRANGER} ${proxy.id}' >>${keys}`,
      ["authorized_keys: line 2 is of no reverse proxy"],
    ],
    [
      "who may write keys",
      () => `chmod 666 ${keys}`,
      ["authorized_keys: is of root 666 instead of root 644"],
    ],
    ["settings", () => `echo 'PermitTTY yes' >>${folder(tunnels)}/sshd_config`, ["sshd_config: changed"]],
    [
      "what its user may do",
      () => "usermod --shell /bin/sh groundplan-tunnel",
      ["user groundplan-tunnel: has the shell /bin/sh instead of /usr/sbin/nologin"],
    ],
    [
      "its user",
      () =>
        "sed -i /^groundplan-tunnel:/d /etc/passwd /etc/shadow; sed -i /^groundplan-tunnel:/d /etc/group /etc/gshadow",
      ["user groundplan-tunnel: missing"],
    ],
    [
      "a server that was stopped",
      () => `read -r pid began </run/groundplan/s/${tunnels.id}/supervisor; kill $pid
for i in $(seq 100); do kill -0 $pid 2>/dev/null || exit 0; sleep 0.1; done; exit 1`,
      ["process sshd: stopped"],
    ],
  ])("%s: shows exactly that, and is repaired", async (_what, tamper, drift) => {
    await stage.say("node1", tamper());
    const seen = await stage.refresh(tunnels);
    expect(seen.properties).toEqual({ ...tunnels.properties, drift });
    await stage.preview(tunnelsInputs(), seen);
    expect(stage.said("GatewayTunnels", "tunnels")).toContain(`repair: ${drift[0] ?? ""}`);
    const repaired = await stage.up(tunnelsInputs(), seen);
    expect(repaired.changed).toBe(true);
    expect(repaired.properties).toEqual(tunnels.properties);
    await untilReached();
  });

  it("a killed server comes back by itself, and its clients do", async () => {
    const server = await listener(2222);
    await stage.say("node1", `kill -9 ${server}`);
    await until("another server", async () => ![server, ""].includes(await listener(2222)));
    await untilReached();
    await stage.nextCommand();
    expect((await stage.refresh(tunnels)).properties).toEqual(tunnels.properties);
  });

  it("a lost key of the host is made anew, which clients are told", async () => {
    await stage.say("node1", `rm ${folder(tunnels)}/host_key`);
    await stage.nextCommand();
    const lost = await stage.refresh(tunnels);
    expect(lost.properties).toEqual({ ...tunnels.properties, drift: ["host key: missing"] });
    tunnels = await stage.up(tunnelsInputs(), lost);
    const { knownHosts } = clientOf(proxy);
    proxy = await stage.refresh(proxy);
    expect(clientOf(proxy).knownHosts).toBe(`[${gateway}]:2222 ${outputs(tunnels)["hostKey"] as string}\n`);
    expect(clientOf(proxy).knownHosts).not.toBe(knownHosts);
    await dial(proxy);
    await untilReached();
  });
});

it("is there again after a power cut", async () => {
  await stage.restartNode("node1");
  await stage.nextCommand();
  await untilReached();
  for (const [deployed, inputs] of [
    [router, routerInputs()],
    [tunnels, tunnelsInputs()],
    [proxy, proxyInputs()],
  ] as const) {
    expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
    expect((await stage.up(inputs, deployed)).changed).toBe(false);
  }
});

describe("a change", () => {
  it("of the port has all clients dial again", async () => {
    tunnels = await stage.up(tunnelsInputs({ port: 2200 }), tunnels);
    await until("the old server to end", async () => (await listener(2222)) === "");
    proxy = await stage.refresh(proxy);
    expect(clientOf(proxy).command).toContain(" -p 2200 ");
    await dial(proxy);
    await untilReached();
  });

  it("of the range is refused while somebody has a port outside of it", async () => {
    await expect(
      stage.up(tunnelsInputs({ port: 2200, ports: { first: 20001, last: 20999 } }), tunnels),
    ).rejects.toThrow(
      "the tunnel of abc123/shop/dev/home has port 20000, which is not in the range from 20001 to 20999",
    );
  });

  it("of where the client leads to is one of the client alone", async () => {
    const inputs = proxyInputs({ localHttp: 8080 });
    const changed = await stage.up(inputs, proxy);
    expect(clientOf(changed).command).toContain(" -R 127.0.0.1:20000:127.0.0.1:8080 ");
    expect(clientOf(changed).privateKey).toBe(clientOf(proxy).privateKey);
    expect((await fromOutside("HTTP")).out).toContain("hello");
    proxy = await stage.up(proxyInputs(), changed);
  });

  it("of the secret shuts the old key out at once", async () => {
    const before = folderOf(proxy);
    await home.say(`cp -r ${before} /tmp/home/old`);
    proxy = await stage.up(proxyInputs({ secret: SECOND_SECRET }), proxy);
    expect(outputs(proxy)).toMatchObject({ drift: [], httpPort: 20000, tlsPort: 20001 });
    // The client goes on dialling with the old one.
    expect(await sessionAt(20000)).toBe("");
    const old = await home.on(
      `cd /tmp/home/old; exec ssh -F none -i key -o BatchMode=yes -o UserKnownHostsFile=known_hosts -N -p 2200 groundplan-tunnel@${gateway}`,
    );
    expect(old.err).toContain("Permission denied (publickey)");
    await dial(proxy);
    await untilReached();
  });

  it("does not make a domain that another one has its own", async () => {
    const inputs = stage.inputs("GatewayProxy", "twin", {
      node: "node1",
      domain: DOMAIN,
      addr: "127.0.0.1",
      port: 80,
      portTls: 0,
    });
    await stage.nextCommand();
    await expect(stage.preview(inputs)).rejects.toThrow(
      `the domain ${DOMAIN} is taken by abc123/shop/dev/home`,
    );
  });
});

it("has secrets and private keys nowhere but where they belong", async () => {
  const [, line = ""] = clientOf(proxy).privateKey.split("\n");
  const [, , , kept = ""] = clientOf(proxy).privateKey.split("\n");
  const canary = [SECRET, SECOND_SECRET, kept].join("|");
  expect(line).not.toBe("");
  const files = await stage.say(
    "node1",
    `grep -rlaE '${canary}' /var /mnt /run /tmp /etc /root /home 2>/dev/null || :`,
  );
  expect(files).toBe("");
  const shown = await stage.say(
    "node1",
    "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '",
  );
  expect(shown).toContain("sshd");
  expect(shown).not.toMatch(new RegExp(canary));
  const { tunnel, ...rest } = proxy.properties;
  expect(JSON.stringify(tunnel)).not.toMatch(new RegExp(`${SECRET}|${SECOND_SECRET}`));
  expect(JSON.stringify(rest)).not.toMatch(new RegExp(canary));
  expect(stage.said("GatewayReverseProxy", "home")).not.toMatch(new RegExp(canary));
  // The host's own key is root's alone.
  expect(await stage.say("node1", `stat -c '%U %a' /var/lib/groundplan/w/${tunnels.id}/host_key`)).toBe(
    "root 600",
  );
});

it("leaves nothing behind", async () => {
  await expect(stage.delete(tunnels)).rejects.toThrow(
    "the tunnels are in use by the reverse proxy of abc123/shop/dev/home: remove that first",
  );
  await stage.delete(proxy);
  await stage.delete(proxy);
  expect(await sessionAt(20000)).toBe("");
  expect((await fromOutside("HTTP")).out).not.toContain("hello");
  await stage.delete(tunnels);
  await stage.delete(router);
  await stage.nextCommand();
  for (const gone of [proxy, tunnels]) expect((await stage.refresh(gone)).id).toBe("");
  expect(
    await stage.say(
      "node1",
      `ls -d /var/lib/groundplan-tunnels /var/lib/groundplan/[ws]/tunnels* /var/lib/groundplan/w/reverseproxy* 2>/dev/null || :
grep groundplan-tunnel /etc/passwd /etc/group || :`,
    ),
  ).toBe("");
  expect(await listener(2200)).toBe("");
});

function outputs({ properties }: Deployed): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== "__state"));
}

function clientOf({ properties }: Deployed): TunnelClient {
  return properties["tunnel"] as TunnelClient;
}

function folderOf({ id }: Deployed): string {
  return `/etc/groundplan-tunnel/${id}`;
}

/** Does what a client's user does: puts the files in their places, and has the command run for ever. */
async function dial(deployed: Deployed): Promise<void> {
  await hangUp();
  const { command, privateKey, knownHosts } = clientOf(deployed);
  const folder = folderOf(deployed);
  await home.say(`umask 077; mkdir -p ${folder}
cat >${folder}/key <<'KEY'
${privateKey}KEY
cat >${folder}/known_hosts <<'HOSTS'
${knownHosts}HOSTS`);
  await home.begin(`while :; do ${command}; sleep 0.5; done`);
}

async function hangUp(): Promise<void> {
  await home.end("sh");
  await home.end("ssh");
}

/** Asks for the domain from another node, through the gateway. */
function fromOutside(how: "HTTP" | "TLS"): ReturnType<NodeStage["on"]> {
  const [scheme, port] = how === "HTTP" ? ["http", 80] : ["https", 443];
  const from: NodeName = "node3";
  return stage.on(
    from,
    `curl -sS -m 5 --cacert /tmp/authority.pem --resolve ${DOMAIN}:${port}:${gateway} ${scheme}://${DOMAIN}/`,
  );
}

function untilReached(): Promise<unknown> {
  return until("the client to be reached", async () => {
    const answers = await Promise.all([fromOutside("HTTP"), fromOutside("TLS")]);
    return answers.every(({ out }) => out.includes("hello from behind"));
  });
}

/** The process that listens at a port of the gateway's loopback address; empty when none does. */
function sessionAt(port: number): Promise<string> {
  return stage.say(
    "node1",
    `ss -Hltnp 'src 127.0.0.1 and sport = :${port}' | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p'`,
  );
}

/** The process that listens at a port of the gateway; empty when none does. */
function listener(port: number): Promise<string> {
  return stage.say("node1", `ss -Hltnp 'sport = :${port}' | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p' | sort -u`);
}
