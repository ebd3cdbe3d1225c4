import { formatProblem } from "../../../../model/shared/problem.js";
import { FakeNode } from "../../../../clients/node/fake.js";
import { container } from "../../../../providers/reservation/container.js";
import { containerOnNode } from "../../../../providers/reservation/container/definition.js";
import { nodeImage } from "../../../../providers/reservation/container/image.js";
import { containerParameters } from "../../../../providers/reservation/container/parameters.js";
import { containerWorkload } from "../../../../providers/reservation/container/workload.js";
import type { OpenNode } from "../../../../providers/targets/node.js";
import { factsOf, foundOf, inputsOf } from "./sample.js";

const MIB = 2 ** 20;
const node: OpenNode = { name: "node1", client: new FakeNode({}), pools: { ssd: "/mnt/ssd" } };

function problems(given: Record<string, unknown>): readonly string[] {
  return (container.problems?.(inputsOf(given)) ?? []).map(formatProblem);
}

describe("inputs", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["an image that is none", { image: "Nginx" }, `image: "Nginx" cannot be part of a repository`],
    ["a storage of flists", { hubUrl: "zdb://hub:9900" }, "hubUrl: has no meaning on a plain node"],
    [
      "logs to Redis",
      { logs: [{ stdout: "redis://h:1/out" }] },
      "logs: are not sent to Redis by a plain node",
    ],
    ["figures to Redis", { stats: [{ endpoint: "redis://h:1/out" }] }, "stats: are not sent to Redis"],
    [
      "an aggregator",
      { statsAggregator: [{ addr: "h", port: 1 }] },
      "statsAggregator: is read by no back end",
    ],
    [
      "a public IPv6 address",
      { network: { network: "n", ip: "10.1.1.2", publicIp6: true } },
      "network.publicIp6: cannot be had on a plain node",
    ],
    ["an open quote", { entrypoint: "sh -c 'x" }, "entrypoint: invalid entrypoint definition 'sh -c 'x'"],
    ["a variable with =", { environment: { "A=B": "" } }, "environment.A=B: must not have '='"],
    [
      "an empty secret",
      { secretEnvironment: { PASSWORD: "" } },
      "secretEnvironment.PASSWORD: must not be empty",
    ],
    [
      "a secret's odd name",
      { secretEnvironment: { "A B": "x" } },
      "secretEnvironment.A B: must have a name of",
    ],
    [
      "a variable that is secret and not",
      { environment: { A: "1" }, secretEnvironment: { A: "2" } },
      "secretEnvironment.A: is in environment as well",
    ],
    [
      "a relative mountpoint",
      { volumes: [{ volume: "v", mountpoint: "data" }] },
      "volumes[0].mountpoint: must be an",
    ],
    ["a mountpoint with a comma", { volumes: [{ volume: "v", mountpoint: "/a,b" }] }, "must have no comma"],
    [
      "one place for two volumes",
      {
        volumes: [
          { volume: "v", mountpoint: "/a" },
          { volume: "w", mountpoint: "/a/" },
        ],
      },
      "volumes[1].mountpoint: is mounted twice",
    ],
  ])("refuse %s", (_what, given, expected) => {
    const found = problems(given);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test("with an explorer may have what only explorers do", () => {
    const more = { hubUrl: "zdb://hub:9900", logs: [{ stdout: "redis://h:1/out" }], stats: [] };
    expect(problems({ explorer: "grid", image: "https://hub.example/x.flist", ...more })).toEqual([]);
  });

  test("never tell a secret", () => {
    const told = problems({ environment: { A: "1" }, secretEnvironment: { A: "s3cret", "B B": "s3cret" } });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain("s3cret");
  });
});

test.each([
  ["busybox", "docker.io/library/busybox:latest", "docker.io/library/busybox", ""],
  ["lab/busybox:1", "docker.io/lab/busybox:1", "docker.io/lab/busybox", ""],
  ["ghcr.io/a/b", "ghcr.io/a/b:latest", "ghcr.io/a/b", ""],
  ["localhost/b:2", "localhost/b:2", "localhost/b", ""],
  [
    `ghcr.io/a/b:1@sha256:${"a".repeat(64)}`,
    `ghcr.io/a/b@sha256:${"a".repeat(64)}`,
    "ghcr.io/a/b",
    `sha256:${"a".repeat(64)}`,
  ],
])("the image %s is fetched as %s", (text, image, repository, digest) => {
  expect(nodeImage(text)).toEqual({ image, repository, digest });
});

describe("parameters", () => {
  const full = {
    environment: { B: "2 '", A: "1" },
    entrypoint: `sh -c "echo 'hi'"`,
    interactive: true,
    volumes: [{ volume: "volume-1", mountpoint: "/data//" }],
    network: { network: "net", ip: "10.1.1.2" },
    secretEnvironment: { PASSWORD: "s3cret" },
  };

  test("have what podman is told, the entrypoint in words", () => {
    expect(containerParameters(inputsOf(full), node)).toMatchObject({
      arguments: [
        "--env=A=1",
        "--env=B=2 '",
        "--tty",
        "--interactive",
        `--entrypoint=["sh","-c","echo 'hi'"]`,
      ],
      volumes: [{ volume: "volume-1", mountpoint: "/data" }],
      ...{ network: "net", ip: "10.1.1.2", pool: "/mnt/ssd", disk_bytes: 256 * MIB },
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["environment", { environment: {} }],
    ["entrypoint", { entrypoint: "sh" }],
    ["interactive", { interactive: false }],
    ["volumes", { volumes: [] }],
    ["network", { network: { network: "net", ip: "10.1.1.3" } }],
    ["the root disk's limit", { diskSize: 0 }],
  ])("say that the container is to be made anew for another %s", (_what, change) => {
    const { shape } = containerParameters(inputsOf(full), node);
    expect(containerParameters(inputsOf({ ...full, ...change }), node)["shape"]).not.toBe(shape);
  });

  test.each<[string, Record<string, unknown>]>([
    ["limits", { cpu: 2, memory: 128, diskSize: 300 }],
    ["description", { description: "x", metadata: "y" }],
    ["secrets, which the node compares", { secretEnvironment: { PASSWORD: "other" } }],
    ["order of variables", { environment: { A: "1", B: "2 '" } }],
  ])("say that it is not for other %s", (_what, change) => {
    const { shape } = containerParameters(inputsOf(full), node);
    expect(containerParameters(inputsOf({ ...full, ...change }), node)["shape"]).toBe(shape);
  });

  test("keep secrets in one member, which the script declares secret", () => {
    const { secret_environment, ...rest } = containerParameters(inputsOf(full), node);
    expect(secret_environment).toEqual({ PASSWORD: "s3cret" });
    expect(JSON.stringify(rest)).not.toContain("s3cret");
    expect(containerOnNode.ensure.secrets).toEqual(["secret_environment"]);
    expect(containerOnNode.secretInputs).toEqual(container.secretInputs);
  });
});

describe("a node", () => {
  const lacks = (
    given: Record<string, unknown>,
    facts: Parameters<typeof factsOf>[0] = {},
  ): readonly string[] => containerOnNode.lacks?.(inputsOf(given), factsOf(facts), node) ?? [];

  test("that has everything lacks nothing", () => {
    expect(lacks({ network: { network: "n", ip: "10.1.1.2" } })).toEqual([]);
  });

  test("without podman, runtime, cgroups and ip says so", () => {
    const found = lacks({ network: { network: "n", ip: "10.1.1.2" }, diskSize: 0 }, { tools: {}, cgroup: 0 });
    expect(found.map((line) => line.split(" (")[0])).toEqual([
      "has no program podman",
      "has neither crun nor runc, one of which podman needs",
      "has no cgroups, so that nothing could be limited",
      "has no program ip",
    ]);
  });

  test("without a pool for the root disk says what to set", () => {
    expect(lacks({ diskType: "hdd" })[0]).toContain(
      "set groundplan:nodes.node1.pools.hdd, or set diskSize to 0",
    );
    expect(lacks({ diskType: "hdd", diskSize: 0 })).toEqual([]);
  });

  test("whose pool is not btrfs cannot limit root disks", () => {
    const ssd = {
      path: "/mnt/ssd",
      exists: true,
      filesystem: "ext4",
      quota: "none",
      size: 1,
      free: 1,
    } as const;
    expect(lacks({}, { pools: { ssd } })).toEqual([
      expect.stringContaining("/mnt/ssd has ext4 and not btrfs with its tools"),
    ]);
  });

  test("gives a container processors, memory and the root disk that has a limit", () => {
    expect(containerOnNode.use?.(inputsOf({ cpu: 2, memory: 64 }))).toEqual({
      ...{ cru: 2, mru: 64 * MIB, sru: 256 * MIB, hru: 0 },
    });
    expect(containerOnNode.use?.(inputsOf({ diskSize: 0 }))).toMatchObject({ sru: 0, hru: 0 });
  });
});

test("a root disk does not shrink below what is used", () => {
  const found = foundOf({ disk: { most: 300 * MIB, used: 100.5 * MIB } });
  const refusals = (diskSize: number): readonly string[] =>
    containerOnNode.refusals?.({ news: inputsOf({ diskSize }), found }) ?? [];
  expect(refusals(100)).toEqual([
    expect.stringContaining("cannot become 100 MiB: 101 MiB of the root disk are used"),
  ]);
  expect(refusals(101)).toEqual([]);
  expect(refusals(0)).toEqual([]);
});

test("the plan says what a change does to the container", () => {
  const steps = (news: Record<string, unknown>): readonly string[] =>
    containerOnNode.steps?.(inputsOf(), inputsOf(news)) ?? [];
  expect(containerOnNode.steps?.(undefined, inputsOf())).toEqual(["run busybox on node1"]);
  expect(steps({ cpu: 2, memory: 64 })).toEqual(["change limits while it runs: cpu 1 → 2, memory 512 → 64"]);
  expect(steps({ environment: { A: "1" }, cpu: 2 })).toEqual([
    "make the container anew, with an empty root disk: environment",
  ]);
  expect(steps({ diskSize: 0 })).toEqual(["make the container anew, with an empty root disk: diskSize"]);
  expect(steps({ description: "x" })).toEqual([]);
});

test("its form in reservations has the names of secrets and not their values", () => {
  const workload = containerWorkload(
    inputsOf({
      secretEnvironment: { PASSWORD: "s3cret" },
      volumes: [{ volume: "1-2", mountpoint: "/data" }],
      network: { network: "net", ip: "10.1.1.2" },
    }),
  );
  expect(workload).toMatchObject({
    ...{ workloadType: 1, nodeId: "node1", flist: "busybox", secretEnvironment: { PASSWORD: "" } },
    volumes: [{ volumeId: "1-2", mountpoint: "/data" }],
    networkConnection: [{ networkId: "net", ipaddress: "10.1.1.2", publicIp6: false }],
    capacity: { cpu: 1, memory: 512, diskSize: 256, diskType: 1 },
  });
  const { secretEnvironment, ...stored } = inputsOf();
  expect(secretEnvironment).toEqual({});
  expect(containerWorkload(stored).secretEnvironment).toEqual({});
});
