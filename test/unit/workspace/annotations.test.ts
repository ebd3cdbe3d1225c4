import type { KubeObject } from "../../../model/shared/kubernetes-object.js";
import { annotationOf, optionEntries, optionValue } from "../../../model/workspace/annotations.js";
import { manifest } from "./sync/manifests.js";

function annotated(annotations: Record<string, string>): ReturnType<typeof manifest> {
  return manifest("ConfigMap", "a", { annotations });
}

describe("annotations", () => {
  it.each([
    [{}, undefined],
    [{ "groundplan.dev/sync-wave": "1" }, "1"],
    [{ "argocd.argoproj.io/sync-wave": "2" }, "2"],
    [{ "argocd.argoproj.io/sync-wave": "2", "groundplan.dev/sync-wave": "1" }, "1"],
    [{ "argocd.argoproj.io/sync-wave": "2", "groundplan.dev/sync-wave": "" }, ""],
  ])("%j gives %j", (annotations, expected) => {
    expect(annotationOf(annotated(annotations), "sync-wave")).toBe(expected);
  });

  it("does not read what is no text", () => {
    const parsed = JSON.parse(
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","annotations":{"groundplan.dev/sync-wave":3}}}',
    ) as KubeObject;
    expect(annotationOf(parsed, "sync-wave")).toBeUndefined();
  });

  it.each([
    ["Prune=false", "false"],
    [" Prune=false , Replace=true", "false"],
    ["Replace=true,Prune=confirm", "confirm"],
    ["Prune=false,Prune=true", "false"],
    ["Prune = true", "true"],
    ["Prune", ""],
    ["prune=false", undefined],
    ["PruneLast=true", undefined],
    ["", undefined],
    [",,", undefined],
  ])("the option Prune of %j is %j", (text, expected) => {
    expect(optionValue(annotated({ "sync-options": text }), "sync-options", "Prune")).toBe(expected);
  });

  it("reads options of both annotations, ours first, so that a protection is never lost", () => {
    const object = annotated({
      "groundplan.dev/sync-options": "Replace=true",
      "argocd.argoproj.io/sync-options": "Prune=false,Replace=false",
    });
    expect(optionValue(object, "sync-options", "Prune")).toBe("false");
    expect(optionValue(object, "sync-options", "Replace")).toBe("true");
    expect(optionEntries(object, "sync-options").map(({ name }) => name)).toEqual([
      "Replace",
      "Prune",
      "Replace",
    ]);
  });
});
