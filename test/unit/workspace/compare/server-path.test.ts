import fc from "fast-check";
import type { FieldPath } from "../../../../model/workspace/compare/path.js";
import { placeOf } from "../../../../model/workspace/compare/server-path.js";
import { configMap, deployment } from "./objects.js";

const web = deployment({
  args: ["-v", "x"],
  ports: [{ containerPort: 80, name: "http" }],
  env: [{ name: "a.b", value: "1" }],
});
const container = ["spec", "template", "spec", "containers", { keys: { name: "web" } }];

describe("the place that an API server names in a conflict", () => {
  it.each<[string, object, FieldPath]>([
    [".data.a", configMap({ a: "1" }), ["data", "a"]],
    [".data.a.b", configMap({ a: "1", "a.b": "2" }), ["data", "a.b"]],
    [
      ".metadata.annotations.example.com/owner",
      configMap({}, { annotations: { example: "1", "example.com/owner": "me" } }),
      ["metadata", "annotations", "example.com/owner"],
    ],
    ['.spec.template.spec.containers[name="web"].image', web, [...container, "image"]],
    [
      '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].name',
      web,
      [...container, "ports", { keys: { containerPort: 80, protocol: "TCP" } }, "name"],
    ],
    [
      '.spec.template.spec.containers[name="web"].env[name="a.b"].value',
      web,
      [...container, "env", { keys: { name: "a.b" } }, "value"],
    ],
    ['.spec.template.spec.containers[name="web"].args[1]', web, [...container, "args", 1]],
    [
      '.metadata.finalizers[="example.com/guard"]',
      configMap({}, { finalizers: ["example.com/guard"] }),
      ["metadata", "finalizers", { member: "example.com/guard" }],
    ],
  ])("is found: %s", (field, object, path) => {
    expect(placeOf(object, field)).toEqual(path);
  });

  it.each([
    ".spec.replicas",
    ".spec.template.spec.containers[name=",
    '.spec.template.spec.containers[name="other"].image',
    '.spec.template.spec.containers[name="web"].args[2]',
    ".spec.selector[0]",
    "spec",
    ".spec.",
  ])("is none where the object has nothing: %s", (field) => {
    expect(placeOf(web, field)).toBeUndefined();
  });

  it("is found for any field of a map, whatever its name", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z./[\]-]+$/), { minLength: 1 }), (names) => {
        const object = configMap(Object.fromEntries(names.map((name) => [name, ""])));
        for (const name of names) {
          expect(placeOf(object, `.data.${name}`)).toEqual(["data", name]);
        }
      }),
    );
  });
});
