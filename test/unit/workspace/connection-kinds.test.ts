import { KubeError } from "../../../clients/kubernetes/errors.js";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { parseInputs } from "../../../providers/runtime/parse-inputs.js";
import { healthGate } from "../../../providers/workspace/health-gate.js";
import { providerConnectionHandlers } from "../../../providers/workspace/provider-connection.handlers.js";

/** A context whose clusters are answered by a function. */
function context(connect: () => FakeKubernetes): KindContext {
  return {
    urn: "",
    resource: "lab",
    scope: { installation: "test-0123456789", project: "shop", stack: "dev" },
    token: "",
    signal: new AbortController().signal,
    // The connection is of the type that the asked target has; the kind asks for clusters only.
    target: <C>() => Promise.resolve(connect() as C),
    info: () => undefined,
    warn: () => undefined,
    status: () => undefined,
    now: () => 0,
  };
}

describe("whether a cluster answers", () => {
  const inputs = { cluster: "lab" };

  it("is told with its address and version", async () => {
    const made = await providerConnectionHandlers.create(
      context(() => new FakeKubernetes({})),
      inputs,
    );
    expect(made).toMatchObject({
      id: "lab",
      outputs: { connectionState: { status: "Successful", message: "" }, serverVersion: "v1.36.3" },
    });
    expect(made.outputs.server).not.toBe("");
  });

  it("fails nothing when it does not, and is found out at a refresh", async () => {
    const gone = context(() => {
      throw new KubeError("Unreachable", { what: "no answer", where: "https://k8s.test", status: 0 });
    });
    const found = await providerConnectionHandlers.read(gone, "lab", {
      inputs,
      outputs: { server: "", connectionState: { status: "Successful", message: "" }, serverVersion: "v1" },
    });
    expect(found?.outputs).toMatchObject({
      connectionState: { status: "Failed", message: expect.stringContaining("no answer") as unknown },
      serverVersion: "",
    });
  });
});

describe("a gate between workspaces", () => {
  const problemsOf = (health: unknown): readonly string[] =>
    parseInputs(healthGate, { workspace: "web", health }).problems.map(
      ({ path, reason, fix }) => `${path}: ${reason} (${fix ?? ""})`,
    );

  it("lets pass what is healthy", () => {
    expect(problemsOf({ base: { status: "Healthy", message: "" } })).toEqual([]);
  });

  it("names what is not, and why", () => {
    const degraded = { status: "Degraded", message: "Deployment base/db: 0 of 1 is ready" };
    expect(problemsOf({ base: degraded, other: { status: "Healthy" } })).toEqual([
      "health.base: workspace web waits until workspace base is healthy, which is Degraded: Deployment base/db: " +
        "0 of 1 is ready (mend base; when it is well already, pulumi refresh --run-program finds that out)",
    ]);
  });
});
