import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { down, toolboxSource, up } from "../../../lab/profiles/index.js";
import { labFiles, labFolder } from "../../../lab/state/folder.js";
import { Web } from "../../support/lab-web.js";

jest.setTimeout(120_000);

test("without root a pretended node stands in, and what is missing is told", async () => {
  const folder = labFolder(
    realpathSync(mkdtempSync(path.join(os.tmpdir(), `groundplan-lab-${process.pid}-`))),
  );
  const lines: string[] = [];
  const report = { line: (text: string) => void lines.push(text), status: () => undefined };
  try {
    const host = { platform: process.platform, root: false, loopDevices: false };
    const { profiles } = await up({ folder, host, tools: toolboxSource(report), report, profiles: [] });
    expect(profiles).toEqual(["cluster", "registry", "git", "kwok"]);
    expect(lines).toEqual([
      "left out: kubelet (a real node: containerd, kubelet, kube-proxy) needs root, for namespaces, mounts and cgroups",
      "left out: gateway (the Gateway API: Envoy Gateway, Envoy, Prometheus) needs root, for namespaces, mounts and cgroups",
      "left out: tekton (pipelines: Tekton's controller) needs root, for namespaces, mounts and cgroups",
      "left out: nodes (three Linux nodes with SSH, podman, WireGuard and btrfs) needs root, for namespaces, mounts and cgroups",
    ]);
    const web = await Web.in(labFiles(folder).kubeconfig);
    await web.rollOut();
    await web.close();
  } finally {
    await down(folder, report);
    rmSync(folder.root, { recursive: true, force: true });
  }
});
