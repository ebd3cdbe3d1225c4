import { profilesNamedIn, renderersNamedIn } from "../../../../lab/engine/stack-file.js";

test("a stack file needs the parts of the lab whose files it names", () => {
  const content = {
    config: {
      "groundplan:clusters": { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
      "groundplan:repositories": {
        lab: { urlFile: "./.lab/git/url" },
        other: { url: "https://x/.lab/registry/" },
      },
    },
  };
  expect(profilesNamedIn(content)).toEqual(["cluster", "kubelet", "git"]);
});

test("a stack file needs the renderers whose settings it has, be they empty", () => {
  const workspaces = { shop: { helm: {} }, blog: { source: { path: "kustomize" } } };
  expect(renderersNamedIn({ config: { "groundplan:workspaces": workspaces } })).toEqual(["helm"]);
  expect(renderersNamedIn({ items: [{ kustomize: { namePrefix: "a-" } }] })).toEqual(["kustomize"]);
  expect(renderersNamedIn(null)).toEqual([]);
});
