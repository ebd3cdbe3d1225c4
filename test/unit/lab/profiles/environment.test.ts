import { labEnvironment } from "../../../../lab/profiles/index.js";
import { labFolder } from "../../../../lab/state/folder.js";

test("the lab's kubeconfig and kubectl come first", () => {
  expect(labEnvironment(labFolder("/checkout/.lab"), "/cache/kubectl", { PATH: "/usr/bin" })).toEqual({
    KUBECONFIG: "/checkout/.lab/cluster/kubeconfig",
    PATH: "/cache/kubectl:/usr/bin",
  });
});
