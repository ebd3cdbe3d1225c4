import { runtimeClassObject } from "../../../../model/vimana/objects/classes.js";
import { deploymentObject } from "../../../../model/vimana/objects/deployment.js";
import { autoscalerObject, disruptionBudgetObject } from "../../../../model/vimana/objects/scaling.js";
import { serviceObject } from "../../../../model/vimana/objects/service.js";
import type { VimanaInput } from "../../../../model/vimana/schema.js";
import { onlyServer, plannedVimana } from "../../../support/vimana-plans.js";

type Version = NonNullable<
  NonNullable<NonNullable<VimanaInput["domains"]>[string]["servers"]>[string]["components"]
>[string];

function scene(settings: Partial<VimanaInput> = {}, component: Version = {}) {
  const vimana = plannedVimana("apps", {
    cluster: "lab",
    registry: "main",
    ...settings,
    domains: { shop: { servers: { cart: { services: ["shop.Cart"], components: { "1.0.0": component } } } } },
  });
  const { domain, server } = onlyServer(vimana);
  const [version] = server.versions;
  if (version === undefined) throw new Error("there is no version");
  return { vimana, of: [vimana, domain, server, version] as const };
}

/** The pod of a Deployment. */
function podOf(deployment: { readonly [field: string]: unknown }) {
  const { template } = deployment["spec"] as {
    template: { spec: { runtimeClassName?: string; containers: [Record<string, unknown>] } };
  };
  return { ...template.spec, container: template.spec.containers[0] };
}

test("a pod of plain containers names its port and has no runtime class", () => {
  const { vimana, of } = scene({}, { port: 8080 });
  const pod = podOf(deploymentObject(...of, "example.com/cart:1.0.0"));
  expect(pod.runtimeClassName).toBeUndefined();
  expect(pod.container["ports"]).toEqual([{ name: "grpc", containerPort: 8080, protocol: "TCP" }]);
  expect(pod.container["readinessProbe"]).toMatchObject({ tcpSocket: { port: 8080 } });
  expect(runtimeClassObject(vimana)).toBeUndefined();
});

test("a pod of Vimana's runtime names no port and nothing that runs a command", () => {
  const { of } = scene({ workloadRuntime: "vimana" });
  const { runtimeClassName, container } = podOf(deploymentObject(...of, "registry.example:5000/a/b:1.0.0"));
  expect(runtimeClassName).toBe("vimana-runtime");
  expect(container).not.toHaveProperty("ports");
  expect(JSON.stringify(container)).not.toContain("exec");
});

test("a runtime class that is somebody else's is used and not made", () => {
  const { vimana, of } = scene({ workloadRuntime: "gvisor" });
  expect(podOf(deploymentObject(...of, "a:1")).runtimeClassName).toBe("gvisor");
  expect(runtimeClassObject(vimana)).toBeUndefined();
});

test("what stands for an image is passed on as it is", () => {
  const later = Promise.resolve("example.com/cart@sha256:0");
  expect(podOf(deploymentObject(...scene().of, later)).container["image"]).toBe(later);
});

test("an autoscaler that is told nothing looks at 80% of the CPU", () => {
  expect(autoscalerObject(...scene({}, { autoscaling: { max: 3 } }).of)?.["spec"]).toMatchObject({
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
      },
    ],
  });
});

test("an autoscaler with metrics of its own looks at no other", () => {
  const metrics = [{ type: "External", external: { metric: { name: "queue" } } }];
  const { of } = scene({}, { autoscaling: { max: 3, metrics } });
  expect(autoscalerObject(...of)?.["spec"]).toMatchObject({ metrics });
});

test("without declaration there is neither an autoscaler nor a budget", () => {
  const { of } = scene();
  expect(autoscalerObject(...of)).toBeUndefined();
  expect(disruptionBudgetObject(...of)).toBeUndefined();
});

test("a service without pods is not waited for", () => {
  const annotations = (component: Version) => serviceObject(...scene({}, component).of).metadata.annotations;
  expect(annotations({ replicas: 0 })).toEqual({ "pulumi.com/skipAwait": "true" });
  expect(annotations({ replicas: 1 })).toEqual({ "pulumi.com/timeoutSeconds": "300" });
});
