import { z } from "zod";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { addressesOf } from "../../support/gateway-calls.js";
import { gatewayAddress, pushEchoImage } from "../../support/gateway.js";
import { NAME_SERVERS, ZONE } from "../../support/gateway-stack.js";
import { GrpcClient } from "../../support/grpc-client.js";
import { ReservationScene } from "../../support/reservation-scene.js";
import { until } from "../../support/until.js";

const NAME = "alias";
const HOST = `www.${ZONE}`;
const SERVICE = "example.Cart";
const secret = z.looseObject({ data: z.looseObject({ "tls.crt": z.string() }) });

let scene: ReservationScene;
let kubernetes: KubernetesClient;
let edge: string;

beforeAll(async () => {
  scene = await ReservationScene.open(NAME, ["gateway"]);
  kubernetes = await connectKubernetes({ kubeconfig: { path: scene.lab.kubeconfig } });
  edge = nodeAccess(labFolder(scene.lab.folder), "node1").address;
  await pushEchoImage(scene.lab, "lab/alias:1.0.0", { SERVICES: SERVICE });
  scene.configure({
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    registries: {
      lab: {
        host: "registry.groundplan.test",
        endpointFile: ".lab/registry/endpoint",
        username: "groundplan",
        passwordFile: ".lab/registry/password",
      },
    },
    nameServers: NAME_SERVERS,
    gateways: {
      edge: {
        ...{ node: "node1", nameServer: "lab" },
        router: {},
        dns: { nameServers: [`ns1.${ZONE}`] },
        subdomains: { www: { domain: HOST } },
        proxies: { www: { domain: HOST, addr: `\${vimanas.${NAME}.address}`, portTls: 443 } },
      },
    },
    vimanas: {
      [NAME]: {
        ...{ cluster: "lab", registry: "lab", drain: "2s", protectIdentity: false, retainLedger: false },
        gateway: {
          infrastructure: { type: "Host" },
          waitFor: "accepted",
          addressFile: ".lab/gateway/address",
        },
        domains: {
          shop: {
            aliases: ["${gateways.edge.subdomains.www.fqdn}"],
            servers: {
              cart: {
                services: [SERVICE],
                components: { "1.0.0": { image: "registry.groundplan.test/lab/alias:1.0.0" } },
              },
            },
          },
        },
      },
    },
  });
});

afterAll(async () => {
  await kubernetes.close();
  await scene.close();
});

test("a service is called by a name of the gateway, through node and Envoy to its pod: one up, one destroy", async () => {
  const before = await scene.traces();
  await scene.make("up");

  const [address = ""] = await addressesOf(HOST, edge);
  expect(address).toBe(edge);
  expect(address).not.toBe(gatewayAddress(scene.lab));
  const client = new GrpcClient({ address, serverName: HOST, certificateAuthority: await authority() });
  const { reply } = await until(`${HOST} to answer`, async () => {
    const answer = await client.echo(SERVICE);
    return answer.code === "OK" && answer;
  });
  expect(reply).toMatchObject({ service: SERVICE, version: "1.0.0", authority: HOST });
  client.close();

  expect((await scene.stack.preview()).changes).toEqual([]);
  await scene.make("destroy");
  expect(await scene.traces()).toBe(before);
  expect(await addressesOf(HOST, edge)).toEqual([]);
  expect(await kubernetes.get({ apiVersion: "v1", kind: "Namespace", name: NAME })).toBeUndefined();
});

/** PEM of who signs the Vimana's certificates: what the client sees is theirs, since nobody on the way decrypts it. */
async function authority(): Promise<string> {
  const found = await kubernetes.get({
    ...{ apiVersion: "v1", kind: "Secret" },
    ...{ namespace: NAME, name: `${NAME}-gateway-dev-ca` },
  });
  return Buffer.from(secret.parse(found).data["tls.crt"], "base64").toString("utf8");
}
