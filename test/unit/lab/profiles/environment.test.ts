import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { labEnvironment } from "../../../../lab/profiles/index.js";
import { writeWhole } from "../../../../lab/state/files.js";
import { labFiles, labFolder } from "../../../../lab/state/folder.js";

test("the lab's kubeconfig and kubectl come first", () => {
  expect(labEnvironment(labFolder("/checkout/.lab"), "/cache/kubectl", { PATH: "/usr/bin" })).toEqual({
    KUBECONFIG: "/checkout/.lab/cluster/kubeconfig",
    PATH: "/cache/kubectl:/usr/bin",
  });
});

test("a lab with a gateway tells where it and its figures are", () => {
  const folder = labFolder(realpathSync(mkdtempSync(path.join(os.tmpdir(), "groundplan-environment-"))));
  try {
    writeWhole(labFiles(folder).gatewayAddress, "10.142.0.3\n");
    writeWhole(labFiles(folder).prometheusUrl, "http://10.142.0.3:9090\n");
    expect(labEnvironment(folder, "/cache/kubectl", {})).toMatchObject({
      GROUNDPLAN_LAB_GATEWAY: "10.142.0.3",
      GROUNDPLAN_LAB_PROMETHEUS: "http://10.142.0.3:9090",
    });
  } finally {
    rmSync(folder.root, { recursive: true, force: true });
  }
});
