/** The kubeconfig of the cluster under test: the one that GROUNDPLAN_TEST_KUBECONFIG names, or the lab's. */
export async function testKubeconfig(): Promise<string> {
  const path = process.env["GROUNDPLAN_TEST_KUBECONFIG"];
  if (path !== undefined && path !== "") return path;
  const { testLab } = await import("../../support/lab.js");
  return (await testLab(["cluster"])).kubeconfig;
}
