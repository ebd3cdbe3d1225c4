import fc from "fast-check";
import { planResource } from "../../../../model/artifact/managed/resource.js";
import { substituteParameters } from "../../../../model/artifact/managed/substitute.js";
import type { JsonValue } from "../../../../model/shared/json.js";

const PARAMETERS = { host: "h.test", port: 5432, tls: true };

describe("parameters of a managed resource", () => {
  it.each<[JsonValue, JsonValue]>([
    ["$(params.host)", "h.test"],
    ["$(params.port)", 5432],
    ["$(params.tls)", true],
    ["$(params.host):$(params.port)", "h.test:5432"],
    ["$(HOME) $(params) $params.host ${params.host}", "$(HOME) $(params) $params.host ${params.host}"],
    [
      { a: ["$(params.port)", null, 5, { "$(params.host)": "x" }] },
      { a: [5432, null, 5, { "$(params.host)": "x" }] },
    ],
  ])("go into %j", (value, expected) => {
    expect(substituteParameters(value, PARAMETERS)).toEqual({ value: expected, problems: [] });
  });

  it("that nobody declared are told, each with its place", () => {
    const value = { a: ["$(params.hots) $(params.x)"], toString: "$(params.toString)" };
    expect(substituteParameters(value, PARAMETERS).problems).toEqual([
      {
        path: ["a", 0],
        reason: "$(params.hots) is no parameter of the resource; there are: host, port, tls",
      },
      { path: ["a", 0], reason: "$(params.x) is no parameter of the resource; there are: host, port, tls" },
      {
        path: ["toString"],
        reason: "$(params.toString) is no parameter of the resource; there are: host, port, tls",
      },
    ]);
  });

  it("are put in once: what a value holds is no parameter", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, value) => {
        const text = `${before.replaceAll("$", "")}|$(params.x)`;
        const { value: filled } = substituteParameters(text, { x: value });
        expect(filled).toBe(`${before.replaceAll("$", "")}|${value}`);
      }),
    );
    expect(substituteParameters("$(params.x)|", { x: "$(params.x) $& $1" }).value).toBe("$(params.x) $& $1|");
  });

  it("leave what has none as it is", () => {
    fc.assert(
      fc.property(
        fc
          .jsonValue({ noUnicodeString: false })
          .filter((value) => !JSON.stringify(value).includes("$(params.")),
        (value) => {
          const plain: JsonValue = JSON.parse(JSON.stringify(value)) as JsonValue;
          expect(substituteParameters(plain, PARAMETERS)).toEqual({ value: plain, problems: [] });
        },
      ),
    );
  });
});

describe("a managed resource", () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };

  it("puts its objects into its namespace, unless they say otherwise", () => {
    const at = (namespace: string) => ({ ...manifest, metadata: { name: "x", namespace } });
    const { objects, problems } = planResource(
      { params: {}, manifests: [manifest, at("other"), at("")], results: {} },
      "train",
    );
    expect(problems).toEqual([]);
    expect(objects.map(({ metadata }) => metadata)).toEqual([
      { name: "x", namespace: "train" },
      { name: "x", namespace: "other" },
      { name: "x" },
    ]);
  });

  it("gives borrowers its parameters and results as texts", () => {
    const results = { url: "tcp://$(params.host):$(params.port)", host: "other" };
    expect(planResource({ params: PARAMETERS, manifests: [], results }, "train").provided).toEqual({
      host: "other",
      port: "5432",
      tls: "true",
      url: "tcp://h.test:5432",
    });
  });

  it.each<[Record<string, unknown>, readonly (string | number)[]]>([
    [{ ...manifest, metadata: { name: "a/b" } }, ["manifests", 0, "metadata", "name"]],
    [{ ...manifest, metadata: { name: "x", namespace: "A" } }, ["manifests", 0, "metadata", "namespace"]],
    [
      { ...manifest, metadata: { name: "x", labels: { a: "b/c" } } },
      ["manifests", 0, "metadata", "labels", "a"],
    ],
    [{ ...manifest, kind: undefined }, ["manifests", 0, "kind"]],
    [{ ...manifest, metadata: undefined }, ["manifests", 0, "metadata"]],
  ])("refuses %j", (faulty, path) => {
    const { problems, objects } = planResource({ params: {}, manifests: [faulty], results: {} }, "train");
    expect(problems).toMatchObject([{ path }]);
    expect(objects).toEqual([]);
  });
});
