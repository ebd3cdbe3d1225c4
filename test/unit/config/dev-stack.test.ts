import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFiles } from "../../../config/project-files.js";
import { readStackFile } from "../../../config/stack-file.js";
import { checkStack } from "../../../config/stack-settings.js";

const CHECKOUT = path.resolve(__dirname, "..", "..", "..");

describe("Pulumi.dev.yaml", () => {
  const text = readFileSync(path.join(CHECKOUT, "Pulumi.dev.yaml"), "utf8");
  const { settings, problems } = checkStack(
    readStackFile(text),
    projectFiles(CHECKOUT, { credentialsExpected: false }),
  );

  it("has no fault and no warning", () => {
    expect(problems).toEqual([]);
  });

  it("shows every sort of thing, and keeps nothing when it is destroyed", () => {
    const catalogue = settings?.imagehub?.catalogue;
    expect(catalogue?.organizations.map(({ name }) => name)).toEqual(["labring", "lingdie"]);
    expect(catalogue?.images.length).toBeGreaterThanOrEqual(10);
    expect(new Set(catalogue?.dataPacks.map(({ spec }) => spec.type))).toEqual(
      new Set(["base", "grid", "detail"]),
    );
    expect(settings?.late).toHaveLength(3);
    expect(settings?.imagehub).toMatchObject({ retainCrds: false, resolve: "always" });
    expect(settings?.vimanas).toMatchObject({
      apps: {
        protectIdentity: false,
        retainLedger: false,
        gateway: { addressFile: ".lab/gateway/address" },
        domains: { shop: { servers: { echo: { weights: { "1.0.0": 4, "1.1.0": 1 } } } } },
      },
    });
    expect(settings?.artifacts).toMatchObject({
      pools: {
        sandbox: { definition: { settings: { total: 2, target: 1 }, results: ["endpoint", "password"] } },
      },
      leases: { mine: { of: { pool: "sandbox" } } },
    });
    expect(settings?.reservations).toMatchObject({
      shop: {
        customer: "tenant",
        volumes: { data: { node: "node1" } },
        containers: { clock: { node: "node1", volumes: { data: "/data" } } },
      },
    });
    expect(settings?.gateways).toMatchObject({
      edge: {
        router: { https: 443 },
        dns: { software: "knot" },
        proxies: { shop: { domain: "shop.groundplan.test", portTls: 443 } },
        subdomains: { shop: { domain: "shop.groundplan.test" } },
      },
    });
    expect(settings?.workspaces).toMatchObject([{ name: "shop", source: { path: "shop" }, prune: true }]);
  });

  it("names only files of the embedded lab", () => {
    expect(settings?.clusters).toEqual({ lab: { kubeconfig: ".lab/cluster/kubeconfig" } });
    expect(settings?.nodes).toMatchObject({
      node1: { addressFile: ".lab/nodes/node1/address", privateKeyFile: ".lab/nodes/key" },
    });
    expect(settings?.nameServers).toMatchObject({
      lab: { addressFile: ".lab/nodes/node1/address", secretFile: ".lab/nodes/tsig.key" },
    });
    expect(settings?.identities).toMatchObject({ tenant: { seedFile: ".lab/nodes/customer.seed" } });
    expect(settings?.repositories).toMatchObject({ lab: { urlFile: ".lab/git/url" } });
    expect(settings?.registries).toMatchObject({
      lab: {
        host: "registry.groundplan.test",
        endpointFile: ".lab/registry/endpoint",
        passwordFile: ".lab/registry/password",
      },
    });
  });
});
