import { selectProfiles } from "../../../../lab/profiles/index.js";
import { hostLink } from "../../../../lab/host/links.js";
import { labFolder } from "../../../../lab/state/folder.js";

const ROOT = { platform: "linux", root: true, loopDevices: true } as const;
const USER = { platform: "linux", root: false, loopDevices: false } as const;
const MAC = { platform: "darwin", root: false, loopDevices: false } as const;

test.each([
  [
    "root, nothing named",
    ROOT,
    [],
    ["cluster", "registry", "git", "kubelet", "gateway", "tekton", "nodes"],
    [],
  ],
  ["root, the node", ROOT, ["kubelet"], ["cluster", "registry", "kubelet"], []],
  ["root, the gateway", ROOT, ["gateway"], ["cluster", "registry", "kubelet", "gateway"], []],
  ["root, pipelines", ROOT, ["tekton"], ["cluster", "registry", "kubelet", "tekton"], []],
  ["root, the Linux nodes", ROOT, ["nodes"], ["registry", "nodes"], []],
  ["root without loop devices", { ...ROOT, loopDevices: false }, ["nodes"], ["registry"], ["nodes"]],
  ["root, the registry alone", ROOT, ["registry"], ["registry"], []],
  ["root, pretended nodes", ROOT, ["kwok"], ["cluster", "kwok"], []],
  [
    "no root, nothing named",
    USER,
    [],
    ["cluster", "registry", "git", "kwok"],
    ["kubelet", "gateway", "tekton", "nodes"],
  ],
  ["no root, the node", USER, ["kubelet"], ["cluster", "registry"], ["kubelet"]],
  ["macOS", MAC, [], ["git"], ["cluster", "registry", "kubelet", "gateway", "tekton", "nodes", "kwok"]],
])("%s", (_, host, names, start, leftOut) => {
  const selection = selectProfiles(names, host);
  expect(selection.start.map(({ name }) => name)).toEqual(start);
  expect(selection.leftOut.map(({ profile }) => profile.name)).toEqual(leftOut);
});

test("what is left out has its reason", () => {
  expect(selectProfiles([], USER).leftOut[0]?.reason).toBe("needs root, for namespaces, mounts and cgroups");
  expect(selectProfiles([], MAC).leftOut[0]?.reason).toBe("needs Linux, this is darwin");
});

test("an unknown profile is named together with the known ones", () => {
  expect(() => selectProfiles(["cluster", "clutser"], ROOT)).toThrow(
    "there is no profile clutser. Known profiles: cluster, registry, git, kubelet, gateway, tekton, nodes, kwok",
  );
});

test("two state folders have different marks, which fit the kernel's interface names", () => {
  const [one, two] = [labFolder("/a/.lab"), labFolder("/b/.lab")];
  expect(one.id).not.toBe(two.id);
  expect(hostLink(one.id).length).toBeLessThanOrEqual(15);
});
