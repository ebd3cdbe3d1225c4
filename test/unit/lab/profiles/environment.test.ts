import { spawnSync } from "node:child_process";
import { labEnvironment, shellExports } from "../../../../lab/profiles/index.js";
import { labFolder } from "../../../../lab/state/folder.js";

test("a shell reads the exports back, whatever is in them", () => {
  const value = `it's "$HOME" \\ and\nmore`;
  const { stdout } = spawnSync("sh", ["-c", `${shellExports({ LAB_TEXT: value })}printf %s "$LAB_TEXT"`], {
    encoding: "utf8",
  });
  expect(stdout).toBe(value);
});

test("the lab's kubeconfig and kubectl come first", () => {
  expect(labEnvironment(labFolder("/checkout/.lab"), "/cache/kubectl", { PATH: "/usr/bin" })).toEqual({
    KUBECONFIG: "/checkout/.lab/cluster/kubeconfig",
    PATH: "/cache/kubectl:/usr/bin",
  });
});
