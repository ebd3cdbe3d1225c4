import { KubeError } from "../../../clients/kubernetes/errors.js";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { clusterVersions } from "../../../providers/workspace/cluster-versions.js";

/** A cluster that answers `/version` like this. */
function telling(status: number, body: unknown): FakeKubernetes {
  const client = new FakeKubernetes({});
  jest.spyOn(client, "request").mockResolvedValue({ status, body });
  return client;
}

describe("what charts see of a cluster", () => {
  it("is its version and all that it serves, sorted, and the connection is closed", async () => {
    const client = new FakeKubernetes({});
    const close = jest.spyOn(client, "close");
    const { versions } = await clusterVersions(async () => client);
    expect(versions?.kubeVersion).toBe("1.36.3");
    expect(versions?.apiVersions).toEqual(
      expect.arrayContaining(["v1", "v1/ConfigMap", "apps/v1", "apps/v1/Deployment"]),
    );
    expect(versions?.apiVersions).toEqual([...new Set(versions?.apiVersions)].sort());
    expect(close).toHaveBeenCalledTimes(1);
  });

  it.each(["v1.31.2-gke.1", "v1.31.2+k3s1", "1.31.2"])("%s is 1.31.2", async (gitVersion) => {
    const { versions } = await clusterVersions(async () => telling(200, { gitVersion }));
    expect(versions?.kubeVersion).toBe("1.31.2");
  });

  it("is not known when it does not answer, or does not tell; neither is an error", async () => {
    const silent = await clusterVersions(async () => {
      throw new KubeError("Unreachable", { what: "no answer", where: "https://k8s.test", status: 0 });
    });
    expect(silent).toEqual({ versions: undefined, reason: expect.stringContaining("no answer") as unknown });
    expect(await clusterVersions(async () => telling(403, {}))).toMatchObject({
      reason: expect.stringContaining("does not tell its version (403)") as unknown,
    });
  });
});
