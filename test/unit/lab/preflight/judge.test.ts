import { describe as describeVerdict } from "../../../../lab/preflight/describe.js";
import type { Facts } from "../../../../lab/preflight/facts.js";
import { judge, type Verdict } from "../../../../lab/preflight/judge.js";
import type { PartName } from "../../../../lab/preflight/parts.js";

const debianAsRoot: Facts = {
  system: "linux",
  processor: "x64",
  cores: 2,
  root: true,
  capabilities: ["CAP_NET_ADMIN", "CAP_SYS_ADMIN"],
  node: "20.20.2",
  npm: true,
  go: "1.26.8",
  compiler: "/usr/bin/gcc",
  cgroups: "v1",
  loopDevices: true,
  missingCommands: [],
  freeBytes: 69e9,
  missingTools: [],
  missingBundles: [],
};

const everythingMissing: Partial<Facts> = {
  missingTools: [
    { name: "pulumi", coldSeconds: 200 },
    { name: "pulumi-language-nodejs", coldSeconds: 18 },
    { name: "kube-apiserver", coldSeconds: 189 },
    { name: "kubelet", coldSeconds: 143 },
    { name: "kwok", coldSeconds: 57 },
  ],
  missingBundles: ["containers", "registry", "images"],
};

const report = (facts: Facts, wanted?: readonly PartName[]): readonly string[] =>
  describeVerdict(facts, judge(facts, wanted));
const leftOut = (verdict: Verdict): readonly string[] => verdict.leftOut.map(({ part }) => part);

test("root on Debian runs everything, and says little when nothing is missing", () => {
  const verdict = judge(debianAsRoot);
  expect(verdict).toMatchObject({ canStart: true, leftOut: [], warnings: [] });
  expect(verdict.parts).toEqual([
    "engine",
    "cluster",
    "node",
    "registry",
    "gateway",
    "pipelines",
    "linuxNodes",
  ]);
  expect(report(debianAsRoot)).toEqual([
    "Linux x64, 2 cores, root, Node 20.20.2, Go 1.26.8, cgroup v1, 69.0 GB free",
  ]);
});

interface Case {
  readonly title: string;
  readonly facts: Partial<Facts>;
  readonly leftOut: readonly PartName[];
  readonly parts: readonly PartName[];
  readonly says: string;
}

const optional: readonly Case[] = [
  {
    title: "without root",
    facts: { root: false, capabilities: [] },
    leftOut: ["node", "registry", "gateway", "pipelines", "linuxNodes"],
    parts: ["engine", "cluster", "simulatedNodes"],
    says: "left out: the real node (kubelet, containerd): it needs root. Run make as root, or do without.",
  },
  {
    title: "in a container without capabilities",
    facts: { capabilities: ["CAP_NET_ADMIN"] },
    leftOut: ["node", "registry", "gateway", "pipelines", "linuxNodes"],
    parts: ["engine", "cluster", "simulatedNodes"],
    says: "left out: the image registry: root has no CAP_SYS_ADMIN or no CAP_NET_ADMIN here. Start the container privileged, or do without.",
  },
  {
    title: "without cgroups",
    facts: { cgroups: "none" },
    leftOut: ["node", "gateway", "pipelines", "linuxNodes"],
    parts: ["engine", "cluster", "registry", "simulatedNodes"],
    says: "no cgroups are mounted",
  },
  {
    title: "without a C compiler",
    facts: { compiler: undefined },
    leftOut: ["node", "gateway", "pipelines"],
    parts: ["engine", "cluster", "registry", "linuxNodes", "simulatedNodes"],
    says: "there is no C compiler. Install one (Debian: apt-get install gcc libc6-dev).",
  },
  {
    title: "in a container without loop devices",
    facts: { loopDevices: false },
    leftOut: ["linuxNodes"],
    parts: ["engine", "cluster", "node", "registry", "gateway", "pipelines"],
    says: "there is no /dev/loop-control. Start the container privileged, or do without.",
  },
  {
    title: "on another Linux",
    facts: { missingCommands: ["apt-get", "dpkg-deb"] },
    leftOut: ["node", "registry", "gateway", "pipelines", "linuxNodes"],
    parts: ["engine", "cluster", "simulatedNodes"],
    says: "no apt-get, dpkg-deb on PATH. Use Debian or Ubuntu",
  },
  {
    title: "without iproute2",
    facts: { missingCommands: ["ip"] },
    leftOut: ["node", "registry", "gateway", "pipelines", "linuxNodes"],
    parts: ["engine", "cluster", "simulatedNodes"],
    says: "no ip on PATH. Install iproute2 and util-linux.",
  },
];

test.each(optional)("$title a part is left out and the rest starts", ({ facts, says, ...expected }) => {
  const machine = { ...debianAsRoot, ...facts };
  const verdict = judge(machine);
  expect(verdict.canStart).toBe(true);
  expect(leftOut(verdict)).toEqual(expected.leftOut);
  expect(verdict.parts).toEqual(expected.parts);
  expect(report(machine).join("\n")).toContain(says);
});

test.each<[string, Partial<Facts>, string]>([
  [
    "an old Node.js",
    { node: "20.18.3" },
    "not possible: the Pulumi engine: Node.js 20.18.3 is too old. Install Node.js 20.19.0",
  ],
  ["no npm", { npm: false }, "not possible: the Pulumi engine: npm is not on PATH"],
  ["an unknown processor", { processor: "riscv64" }, "there are no tools for linux on riscv64"],
  ["macOS", { system: "darwin", processor: "arm64" }, "the embedded cluster: it needs Linux, this is macOS"],
  [
    "Windows",
    { system: "win32" },
    "not possible: the Pulumi engine: there are no tools for win32 on x64. Use Linux or macOS",
  ],
])("with %s nothing starts, and the reason and the way out are told", (_title, facts, says) => {
  const machine = { ...debianAsRoot, ...facts };
  expect(judge(machine).canStart).toBe(false);
  expect(report(machine).join("\n")).toContain(says);
});

test("macOS is told how to use a cluster of its own, with which it can start", () => {
  const mac: Facts = { ...debianAsRoot, system: "darwin", processor: "arm64", root: false, cgroups: "none" };
  expect(report(mac).join("\n")).toContain(
    "name a cluster of your own under groundplan:clusters in Pulumi.<stack>.yaml and run make up STACK=<stack>",
  );
  expect(judge(mac, ["engine"])).toMatchObject({ canStart: true, parts: ["engine"] });
  expect(report(mac, ["engine"])[0]).toBe("macOS arm64, 2 cores, Node 20.20.2, Go 1.26.8, 69.0 GB free");
});

test("all obstacles are told at once", () => {
  const machine = { ...debianAsRoot, root: false, compiler: undefined, cgroups: "none" as const };
  expect(judge(machine).leftOut[0]?.obstacles.map(({ why }) => why)).toEqual([
    "it needs root",
    "no cgroups are mounted",
    "there is no C compiler",
  ]);
});

describe("what is ahead", () => {
  test("only what the parts that run are missing counts", () => {
    const machine = { ...debianAsRoot, ...everythingMissing };
    expect(judge(machine).ahead).toMatchObject({
      missing: [
        "pulumi",
        "pulumi-language-nodejs",
        "kube-apiserver",
        "kubelet",
        "containers",
        "registry",
        "images",
      ],
      seconds: 200 + 18 + 189 + 143 + 30,
      builds: true,
    });
    expect(judge({ ...machine, root: false }).ahead.missing).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "kube-apiserver",
      "kwok",
    ]);
    expect(judge(machine, ["engine"]).ahead.missing).toEqual(["pulumi", "pulumi-language-nodejs"]);
  });

  test("the gateway's tools count where it runs", () => {
    const missingTools = [
      { name: "envoy-gateway", coldSeconds: 200 },
      { name: "envoy", coldSeconds: 0 },
    ];
    const machine = { ...debianAsRoot, missingTools, missingBundles: ["monitoring"] };
    expect(judge(machine).ahead).toMatchObject({
      missing: ["envoy-gateway", "envoy", "monitoring"],
      seconds: 200 + 10,
    });
    expect(judge({ ...machine, root: false }).ahead.missing).toEqual([]);
  });

  test("Tekton's programs count where pipelines run, but not the one that only tests use", () => {
    const missingTools = [
      { name: "tekton-controller", coldSeconds: 150 },
      { name: "tekton-webhook", coldSeconds: 10 },
    ];
    const machine = { ...debianAsRoot, missingTools };
    expect(judge(machine).ahead).toMatchObject({ missing: ["tekton-controller"], seconds: 150 });
    expect(judge({ ...machine, root: false }).ahead.missing).toEqual([]);
  });

  test("the minutes are told, and become fewer with cores, but not for ever", () => {
    const machine = { ...debianAsRoot, ...everythingMissing };
    expect(report(machine).slice(1)).toEqual([
      "to get first: pulumi, pulumi-language-nodejs, kube-apiserver, kubelet, containers, registry, images",
      "that takes up to 10 minutes, less where ready-made tools can be downloaded",
    ]);
    const seconds = [1, 2, 4, 16, 64].map((cores) => judge({ ...machine, cores }, ["engine"]).ahead.seconds);
    expect(seconds).toEqual([436, 218, 109, 73, 73]);
  });

  test.each<[string, Partial<Facts>, string | undefined]>([
    [
      "Go is missing and there is something to build",
      { ...everythingMissing, go: undefined },
      "Go is not installed",
    ],
    [
      "Go is old and there is something to build",
      { ...everythingMissing, go: "1.25.3" },
      "Go 1.25.3 is too old to build",
    ],
    ["Go is missing and nothing has to be built", { go: undefined }, undefined],
    [
      "the disk is nearly full",
      { ...everythingMissing, freeBytes: 3.2e9 },
      "3.2 GB free, up to 9.9 GB wanted. Free some",
    ],
    ["the disk suffices for what is missing", { freeBytes: 3.2e9 }, undefined],
    ["there is no flock", { missingCommands: ["flock"] }, "two runs at once may build the same tool twice"],
  ])("%s", (_title, facts, note) => {
    const machine = { ...debianAsRoot, ...facts };
    const notes = report(machine).filter((line) => line.startsWith("note: "));
    expect(judge(machine).canStart).toBe(true);
    expect(notes).toEqual(note === undefined ? [] : [expect.stringContaining(note)]);
  });
});
