import { X509Certificate } from "node:crypto";
import { request } from "node:https";
import type { TLSSocket } from "node:tls";
import { nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { pageOf } from "../../support/gateway-calls.js";
import { ReservationScene } from "../../support/reservation-scene.js";
import { selfSigned } from "../../support/self-signed.js";
import { until } from "../../support/until.js";
import { pushWebImage, WEB_PAGES } from "../../support/web-image.js";

const DOMAIN = "shop.example.com";
const UNKNOWN = "nobody.example.com";
const CERTIFICATE = selfSigned(DOMAIN, UNKNOWN);

let scene: ReservationScene;
let image: string;
let edge: string;
let given: string;

beforeAll(async () => {
  scene = await ReservationScene.open("reserved-backend");
  image = await pushWebImage(scene.lab);
  edge = nodeAccess(labFolder(scene.lab.folder), "node1").address;
  given = edge.replace(/\.\d+$/, ".90");
});

afterAll(() => scene.close());

/** A container on one node, an address for it, and a gateway on another node that leads to this. */
async function declare(): Promise<void> {
  scene.configure({
    reservations: {
      shop: {
        networks: { net: { range: "10.10.0.0/16", nodes: ["node2"] } },
        containers: {
          web: {
            ...{ node: "node2", image, network: "net", ip: "10.10.1.2", memory: 256, diskSize: 0 },
            environment: { CERTIFICATE: CERTIFICATE.certificate },
          },
        },
        publicIps: {
          web: { node: "node2", address: `${given}/24`, target: { network: "net", ip: "10.10.1.2" } },
        },
      },
    },
    gateways: {
      edge: {
        node: "node1",
        router: {},
        proxies: {
          shop: { domain: DOMAIN, addr: "${reservations.shop.publicIps.web.ip}", port: 80, portTls: 443 },
        },
      },
    },
  });
  await scene.stack.create();
  await scene.stack.setSecrets({
    "reservationsSecrets.shop.containers.web.secretEnvironment.PRIVATE_KEY": CERTIFICATE.key,
  });
}

/** What a client who trusts the container's certificate alone is shown at the gateway, and by whom. */
async function securePageOf(domain: string): Promise<{ readonly page: string; readonly by: string }> {
  const asked = request({
    ...{ host: edge, port: 443, servername: domain, headers: { host: domain } },
    ...{ ca: CERTIFICATE.certificate, agent: false, timeout: 5000 },
  });
  asked.on("timeout", () => asked.destroy(new Error(`no answer for ${domain}`)));
  let by = "";
  asked.on("socket", (socket: TLSSocket) => {
    socket.on("secureConnect", () => (by = socket.getPeerCertificate().fingerprint256));
  });
  const page = new Promise<string>((resolve, reject) => {
    asked.on("error", reject);
    asked.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        resolve(Buffer.concat(chunks).toString("utf8"));
      });
    });
  });
  asked.end();
  return { page: await page, by };
}

/** What is there of the gateway, and of the container's address. */
async function left(): Promise<string> {
  const gateway =
    "pidof haproxy || :; ls -d /var/lib/groundplan/router /run/groundplan/router 2>/dev/null || :";
  const address = `ip -o addr | grep -F '${given}/' || :`;
  return (await Promise.all([scene.say("node1", gateway), scene.say("node2", address)])).join("").trim();
}

test("one up makes a container, gives it an address, and has a gateway on another node lead to it", async () => {
  await declare();
  const before = await scene.traces();
  expect(await left()).toBe("");
  await scene.make("up");

  const page = await until("the container to answer", () => pageOf(DOMAIN, { address: edge }));
  expect(page).toBe(WEB_PAGES.http);
  expect(await securePageOf(DOMAIN)).toEqual({
    page: WEB_PAGES.tls,
    by: new X509Certificate(CERTIFICATE.certificate).fingerprint256,
  });
  expect(await pageOf(UNKNOWN, { address: edge })).toBeUndefined();
  await expect(securePageOf(UNKNOWN)).rejects.toMatchObject({ code: "ECONNRESET" });
  const outputs = await scene.stack.outputs();
  expect(outputs).toMatchObject({
    reservations: { shop: { publicIps: { web: given } } },
    gateways: { edge: { proxies: { shop: DOMAIN } } },
  });

  expect((await scene.stack.preview()).changes).toEqual([]);

  await scene.make("destroy");
  expect(await scene.traces()).toBe(before);
  expect(await left()).toBe("");
  expect(await pageOf(DOMAIN, { address: edge })).toBeUndefined();
});
