import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { projectOwned } from "../../../../model/workspace/compare/project.js";
import { configMap, custom, deployment, managed, secret } from "./objects.js";

function shown(recorded: KubeObject, live: KubeObject): KubeObject {
  return projectOwned(live, recorded, "ours");
}

describe("what a live object shows of a recorded one", () => {
  it("is the record itself where both mean the same", () => {
    const recorded = deployment({ resources: { limits: { cpu: "1000m" } }, env: [] }, { nodeSelector: null });
    const live = deployment(
      { resources: { limits: { cpu: "1" } }, imagePullPolicy: "Always" },
      {},
      { replicas: 1 },
    );
    expect(shown(recorded, live)).toBe(recorded);
    const text = secret({ stringData: { a: "x" } });
    expect(shown(text, secret({ data: { a: "eA==" } }))).toBe(text);
  });

  it("is the live value where it differs, and nothing where it is gone", () => {
    expect(shown(configMap({ a: "1", b: "2" }), configMap({ a: "9" }))).toEqual(configMap({ a: "9" }));
    expect(shown(deployment({ args: ["a", "b", "c"] }), deployment({ args: ["a"] }))).toEqual(
      deployment({ args: ["a"] }),
    );
    expect(shown(secret({ stringData: { a: "x" } }), secret({ data: { a: "eQ==" } }))).toEqual(
      secret({ data: { a: "eQ==" } }),
    );
  });

  it("has what our field manager owns beyond the record, and nothing of others", () => {
    const live = managed(configMap({ a: "1", b: "2", c: "3" }), {
      ours: { "f:data": { "f:a": {}, "f:b": {} } },
      theirs: { "f:data": { "f:c": {} } },
    });
    expect(shown(configMap({ a: "1" }), live)).toEqual(configMap({ a: "1", b: "2" }));
  });

  it("has elements in their live order", () => {
    const env = (...names: string[]): object => ({ env: names.map((name) => ({ name, value: name })) });
    expect(shown(deployment(env("A", "B")), deployment(env("B", "X", "A")))).toEqual(
      deployment(env("B", "A")),
    );
  });

  it("has elements that are named by two keys", () => {
    const ports = (name: string): object => ({ ports: [{ containerPort: 80, name }] });
    const live = deployment({ ports: [{ containerPort: 80, protocol: "TCP", name: "live" }] });
    expect(shown(deployment(ports("recorded")), live)).toEqual(deployment(ports("live")));
  });

  it("has no difference that is ignored, and its index stays right", () => {
    const ignore = [{ group: "*", kind: "*", jsonPointers: ["/spec/list/0", "/spec/n"] }];
    const recorded = custom({ n: 1, list: ["a", "b"] });
    expect(projectOwned(custom({ n: 2, list: ["x", "y"] }), recorded, "ours", ignore)).toEqual(
      custom({ n: 1, list: ["a", "y"] }),
    );
  });
});
