import { apiVersionOf, describeRef, gvkOf, refOf } from "../../../clients/kubernetes/objects.js";

test.each([
  ["v1", "Secret", { group: "", version: "v1", kind: "Secret" }],
  ["apps/v1", "Deployment", { group: "apps", version: "v1", kind: "Deployment" }],
])("%s %s", (apiVersion, kind, gvk) => {
  expect(gvkOf({ apiVersion, kind })).toEqual(gvk);
  expect(apiVersionOf(gvk)).toBe(apiVersion);
});

test("references", () => {
  const object = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } };
  expect(refOf(object)).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: "shop",
    name: "web",
  });
  expect(describeRef(refOf(object))).toBe("Deployment.apps shop/web");
  expect(refOf({ ...object, metadata: { name: "web" } })).not.toHaveProperty("namespace");
  expect(() => refOf({ ...object, metadata: {} })).toThrow("no metadata.name");
});
