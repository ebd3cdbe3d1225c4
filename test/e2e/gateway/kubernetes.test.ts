import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, createServer as createTlsServer } from "node:tls";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { addressesOf, pageOf } from "../../support/gateway-calls.js";
import { gatewayAddress } from "../../support/gateway.js";
import { NAME_SERVERS, ZONE } from "../../support/gateway-stack.js";
import { ReservationScene } from "../../support/reservation-scene.js";
import { selfSigned } from "../../support/self-signed.js";
import { until } from "../../support/until.js";

const NAME = "cluster-gateway";
const HOST = `inside.${ZONE}`;

let scene: ReservationScene;
let kubernetes: KubernetesClient;
let gateway: string;
let edge: string;
let backend: string;
const web = createHttpServer((_request, response) => response.end("from outside"));
const { certificate, key } = selfSigned(HOST);
const tls = createTlsServer({ cert: certificate, key }, (socket) => socket.end("by itself"));

beforeAll(async () => {
  scene = await ReservationScene.open(NAME, ["gateway"]);
  kubernetes = await connectKubernetes({ kubeconfig: { path: scene.lab.kubeconfig } });
  gateway = gatewayAddress(scene.lab);
  edge = nodeAccess(labFolder(scene.lab.folder), "node1").address;
  // The address at which what is behind the gateway reaches this process.
  const route = execFileSync("ip", ["-oneline", "route", "get", gateway], { encoding: "utf8" });
  backend = / src (\S+)/.exec(route)?.[1] ?? "";
  for (const server of [web, tls]) await once(server.listen(0), "listening");
});

afterAll(async () => {
  for (const server of [web, tls]) server.close();
  await kubernetes.close();
  await scene.close();
});

function portOf(server: Pick<Server, "address">): number {
  return (server.address() as AddressInfo).port;
}

function declare(ports: { readonly port: number; readonly portTls: number }): void {
  scene.configure({
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    nameServers: NAME_SERVERS,
    gateways: {
      names: { node: "node1", nameServer: "lab", dns: { nameServers: [`ns1.${ZONE}`] } },
      inside: {
        ...{ via: "kubernetes", cluster: "lab", namespace: NAME, createNamespace: true },
        gateway: { name: "public", waitFor: "accepted" },
        ...{ nameServer: "lab", addresses: [gateway] },
        proxies: { here: { domain: HOST, addr: backend, ...ports } },
        subdomains: { here: { domain: HOST } },
      },
    },
  });
}

test("a Gateway of a cluster forwards HTTP by host and TLS by server name, and is named in the DNS", async () => {
  const before = await scene.traces();
  declare({ port: portOf(web), portTls: portOf(tls) });
  await scene.make("up");

  const [address = ""] = await addressesOf(HOST, edge);
  expect(address).toBe(gateway);
  await until("a page", async () => (await pageOf(HOST, { address })) === "from outside");
  expect(await pageOf(`nobody.${ZONE}`, { address })).toBeUndefined();
  expect(await certifiedAt(address)).toBe(`DNS:${HOST}`);
  expect((await scene.stack.preview()).changes).toEqual([]);

  await kubernetes.delete({
    ...{ apiVersion: "gateway.networking.k8s.io/v1", kind: "TLSRoute" },
    ...{ namespace: NAME, name: "inside-here" },
  });
  await scene.make("refresh");
  expect((await changes()).join()).toContain("create inside-here");
  declare({ port: 0, portTls: portOf(tls) });
  expect(await changes()).toContain("delete inside-here");
  await scene.make("up");
  expect(await certifiedAt(address)).toBe(`DNS:${HOST}`);
  await until("no page", async () => (await pageOf(HOST, { address })) === undefined);

  await scene.make("destroy");
  expect(await scene.traces()).toBe(before);
  expect(await kubernetes.get({ apiVersion: "v1", kind: "Namespace", name: NAME })).toBeUndefined();
});

async function changes(): Promise<readonly string[]> {
  const { changes: steps } = await scene.stack.preview();
  return steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
}

/** Names in the certificate that a client sees who asks for the host. */
function certifiedAt(host: string): Promise<string> {
  return until("a TLS handshake", async () => {
    const socket = connect({ host, port: 443, servername: HOST, rejectUnauthorized: false });
    try {
      await once(socket, "secureConnect");
      return socket.getPeerCertificate().subjectaltname;
    } catch {
      return undefined;
    } finally {
      socket.destroy();
    }
  });
}
