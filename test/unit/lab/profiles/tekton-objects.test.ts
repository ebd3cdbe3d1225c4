import { parse } from "yaml";
import { released } from "../../../../lab/profiles/tekton/cluster-objects.js";

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: tasks.tekton.dev
  labels:
    pipeline.tekton.dev/release: "devel"
spec:
  scope: Namespaced
  conversion:
    strategy: Webhook
    webhook:
      conversionReviewVersions: ["v1beta1", "v1"]
      clientConfig:
        service:
          name: tekton-pipelines-webhook
`;

const read = (yaml: string): unknown => parse(released({ kind: "any", name: "any", yaml }).yaml);

test.each([
  ["at the end", ""],
  ["before more", "  names:\n    kind: Task\n"],
])("a definition is of a release and asks no webhook, with that part %s", (_, more) => {
  expect(read(DEFINITION + more)).toEqual({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "tasks.tekton.dev", labels: { "pipeline.tekton.dev/release": "v1.15.0" } },
    spec: { scope: "Namespaced", ...(more === "" ? {} : { names: { kind: "Task" } }) },
  });
});

test("what has no such part stays as it is", () => {
  const settings = { kind: "ConfigMap", name: "flags", yaml: "data:\n  disable-inline-spec: ''\n" };
  expect(released(settings)).toEqual(settings);
});
