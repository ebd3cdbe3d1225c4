import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findStackFile, profilesNamedIn, renderersNamedIn } from "../../../../lab/engine/stack-file.js";

test("a stack file needs the parts of the lab whose files it names", () => {
  const content = {
    config: {
      "groundplan:clusters": { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
      "groundplan:repositories": {
        lab: { urlFile: "./.lab/git/url" },
        other: { url: "https://x/.lab/registry/" },
      },
      "groundplan:nodes": { node1: { addressFile: ".lab/nodes/node1/address" } },
    },
  };
  expect(profilesNamedIn(content)).toEqual(["cluster", "kubelet", "git", "nodes"]);
});

test("a stack with artifacts needs pipelines on the lab's cluster, and nothing of a lab on its own", () => {
  const artifacts = { pools: { carv01: { cluster: "main" } } };
  const stack = (kubeconfig: string): object => ({
    config: { "groundplan:clusters": { main: { kubeconfig } }, "groundplan:artifacts": artifacts },
  });
  expect(profilesNamedIn(stack(".lab/cluster/kubeconfig"))).toEqual(["cluster", "kubelet", "tekton"]);
  expect(profilesNamedIn(stack("~/.kube/config"))).toEqual([]);
});

test("a stack file needs the renderers whose settings it has, be they empty", () => {
  const workspaces = { shop: { helm: {} }, blog: { source: { path: "kustomize" } } };
  expect(renderersNamedIn({ config: { "groundplan:workspaces": workspaces } })).toEqual(["helm"]);
  expect(renderersNamedIn({ items: [{ kustomize: { namePrefix: "a-" } }] })).toEqual(["kustomize"]);
  expect(renderersNamedIn(null)).toEqual([]);
});

describe("finding a stack file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-stack-file-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("tells of one that is too large before the engine fails by it", () => {
    const write = (length: number): void => {
      const config = { "groundplan:imagehub": { text: "x".repeat(length) } };
      writeFileSync(path.join(folder, "Pulumi.big.yaml"), JSON.stringify({ config }));
    };
    write(130_000);
    expect(findStackFile(folder, "big").profiles).toEqual([]);
    write(140_000);
    expect(() => findStackFile(folder, "big")).toThrow(
      /^Pulumi\.big\.yaml: imagehub: .*at most 128 KiB.*split the stack/,
    );
  });

  test("names the stacks that there are when there is no such one", () => {
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), "config: {}\n");
    expect(() => findStackFile(folder, "dev")).toThrow(/Known stacks: prod\./);
  });
});
