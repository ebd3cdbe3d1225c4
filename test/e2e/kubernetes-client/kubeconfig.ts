/** The kubeconfig of the cluster under test. */
export function testKubeconfig(): Promise<string> {
  const path = process.env["GROUNDPLAN_TEST_KUBECONFIG"];
  if (path === undefined || path === "") {
    throw new Error("no cluster to test against: set GROUNDPLAN_TEST_KUBECONFIG to the path of a kubeconfig");
  }
  return Promise.resolve(path);
}
