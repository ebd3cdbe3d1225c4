import { generateKeyPairSync } from "node:crypto";
import { nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { addressesOf, pageOf } from "../../support/gateway-calls.js";
import { NAME_SERVERS, ZONE } from "../../support/gateway-stack.js";
import { identity, ReservationScene } from "../../support/reservation-scene.js";

const SECRET = "7:canary-of-the-gateway-91c4";
const KEY = wireguardKey();

let scene: ReservationScene;
let edge: string;
let backend: string;

beforeAll(async () => {
  scene = await ReservationScene.open("gateways");
  const addressOf = (node: "node1" | "node2") => nodeAccess(labFolder(scene.lab.folder), node).address;
  edge = addressOf("node1");
  backend = addressOf("node2");
  await serve(8080, "first");
  await serve(8081, "second");
});

afterAll(async () => {
  await scene.say("node2", "for file in /run/page-*.pid; do kill $(cat $file); rm -f $file; done");
  await scene.close();
});

/** A server of HTTP on another node that answers every request with a word. */
async function serve(port: number, word: string): Promise<void> {
  await scene.say(
    "node2",
    `cat >/run/page-${port} <<'END'
#!/bin/sh
while read -r line && [ "$line" != "$(printf '\\r')" ]; do :; done
printf 'HTTP/1.1 200 OK\\r\\nContent-Length: ${word.length}\\r\\nConnection: close\\r\\n\\r\\n${word}'
END
    chmod 755 /run/page-${port}
    setsid socat TCP-LISTEN:${port},fork,reuseaddr EXEC:/run/page-${port} </dev/null >/dev/null 2>&1 &
    echo $! >/run/page-${port}.pid`,
  );
}

function wireguardKey(): string {
  const { publicKey } = generateKeyPairSync("x25519");
  return publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
}

/** Everything that the gateway does, and what of it a test changes. */
async function declare({ port = 8080, ips = [], ttl = 600 }: Partial<Changes> = {}): Promise<void> {
  scene.configure({
    nameServers: NAME_SERVERS,
    identities: { alice: identity("7", "alice") },
    gateways: {
      edge: {
        ...{ node: "node1", customer: "alice", nameServer: "lab" },
        router: {},
        dns: { software: "knot", nameServers: [`ns1.${ZONE}`] },
        tunnels: {},
        sixNetwork: { seed: "a seed of tests".replaceAll(" ", "-") },
        proxies: { shop: { domain: `shop.${ZONE}`, addr: backend, port } },
        reverseProxies: { home: { domain: `home.${ZONE}` } },
        subdomains: {
          shop: { domain: `shop.${ZONE}`, ttl },
          www: { domain: "www.theirs.test", ips: ["192.0.2.1", ...ips], ttl },
        },
        delegates: { theirs: { domain: "theirs.test" } },
        fourToSix: { laptop: { publicKey: KEY } },
      },
    },
  });
  await scene.stack.create();
  await scene.stack.setSecret("gatewaysSecrets.edge.reverseProxies.home.secret", SECRET);
}

interface Changes {
  readonly port: number;
  readonly ips: readonly string[];
  readonly ttl: number;
}

async function changes(): Promise<readonly string[]> {
  const { changes: steps } = await scene.stack.preview();
  return steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`).sort();
}

test("a gateway of all five kinds comes up, works, stands, changes and leaves nothing", async () => {
  await declare();
  const before = await scene.traces();
  const preview = (await scene.stack.preview()).messages.join("\n");
  expect(preview).not.toContain(SECRET);
  await scene.make("up");

  const shop = `shop.${ZONE}`;
  expect(await addressesOf(shop, edge)).toEqual([edge]);
  expect(await addressesOf("www.theirs.test", edge)).toEqual(["192.0.2.1"]);
  expect(await pageOf(shop, { address: edge })).toBe("first");
  expect(await pageOf(`nobody.${ZONE}`, { address: edge })).toBeUndefined();

  const outputs = await scene.stack.outputs();
  expect(outputs["gateways"]).toEqual({
    edge: {
      addresses: [edge],
      proxies: { shop },
      reverseProxies: { home: `home.${ZONE}` },
      subdomains: { shop, www: "www.theirs.test" },
      delegates: { theirs: { domain: "theirs.test", nameServers: [`ns1.${ZONE}`] } },
      fourToSix: { laptop: [expect.stringMatching(/^fd/)] },
    },
  });
  expect(outputs["gatewayTunnels"]).toBe("[secret]");
  const told = await scene.stack.pulumi(
    "stack",
    "output",
    "gatewayTunnels",
    "--show-secrets",
    "--stack",
    "gateways",
  );
  expect(told.stdout).toContain("OPENSSH PRIVATE KEY");
  expect(JSON.stringify(await scene.stack.state())).not.toContain(SECRET);
  const readable = `grep -rlF '${SECRET.slice(2)}' /var/lib/groundplan /etc /run /home 2>/dev/null || :`;
  expect(await scene.say("node1", readable)).toBe("");

  expect(await changes()).toEqual([]);
  await scene.make("refresh");
  expect(await changes()).toEqual([]);

  await declare({ port: 8081, ips: ["2001:db8::1"], ttl: 300 });
  expect(await changes()).toEqual([
    "update edge-proxy-shop",
    "update edge-subdomain-shop",
    "update edge-subdomain-www",
  ]);
  await scene.make("up");
  expect(await pageOf(shop, { address: edge })).toBe("second");
  expect(await addressesOf("www.theirs.test", edge)).toEqual(["192.0.2.1", "2001:db8::1"]);

  await scene.make("destroy");
  expect(await scene.traces()).toBe(before);
  expect(await pageOf(shop, { address: edge })).toBeUndefined();
  expect(await addressesOf(shop, edge)).toEqual([]);
  expect(await left()).toBe("");
});

/** What still runs of a gateway. */
function left(): Promise<string> {
  return scene.say(
    "node1",
    `for program in haproxy knotd; do pidof $program || :; done
    pgrep -fx '.*sshd.*groundplan.*' || :
    ip -o link show type wireguard 2>/dev/null || :
    nft list tables 2>/dev/null | grep groundplan || :`,
  );
}
