import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { smallCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { pushTestImage } from "../../support/registry.js";
import { TestStack } from "../../support/stack.js";

describe("a cluster that only the environment names", () => {
  let lab: TestLab;
  let stack: TestStack;
  let decoy: Server;
  const requests: string[] = [];
  const home = mkdtempSync(path.join(os.tmpdir(), "groundplan-decoy-"));
  const catalogue = smallCatalogue("ambient");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    decoy = createServer((request, response) => {
      requests.push(request.url ?? "");
      response.writeHead(403).end("{}");
    });
    await new Promise<void>((resolve) => decoy.listen(0, "127.0.0.1", resolve));
    const { port } = decoy.address() as AddressInfo;
    const kubeconfig = path.join(home, "config");
    writeFileSync(
      kubeconfig,
      stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "decoy",
        clusters: [{ name: "decoy", cluster: { server: `http://127.0.0.1:${port}` } }],
        contexts: [{ name: "decoy", context: { cluster: "decoy", user: "decoy" } }],
        users: [{ name: "decoy", user: { token: "decoy" } }],
      }),
    );
    stack = new TestStack(lab.folder, { KUBECONFIG: kubeconfig });
    stack.configure(catalogue);
  });

  afterAll(async () => {
    await stack.dispose();
    decoy.close();
    rmSync(home, { recursive: true, force: true });
  });

  test("receives no request from preview, up, refresh and destroy", async () => {
    for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
      expect(await stack.make(operation)).toMatchObject({ code: 0 });
    }
    expect(requests).toEqual([]);
  });
});
