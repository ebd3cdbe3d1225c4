import fc from "fast-check";
import type { ContainerOutputs } from "../../../../providers/reservation/container.js";
import { containerAsFound } from "../../../../providers/reservation/container/as-found.js";
import type { FoundContainer } from "../../../../providers/reservation/container/found.js";
import { foundOf, inputsOf, madeOf } from "./sample.js";

const MIB = 2 ** 20;
const NETWORK = { network: "net", ip: "10.1.1.2", publicIp6: false };
const PLACE = {
  ...{ network: true, place: true, same: true },
  ...{ address: "10.1.1.2/24", route: "10.1.1.1", gateway: "10.1.1.1", prefix: 24 },
};

/** What differs from the wanted inputs, and the lines of drift. */
function shown(
  found: Partial<FoundContainer>,
  given: Record<string, unknown> = {},
): { readonly inputs: Record<string, unknown>; readonly drift: readonly string[] } {
  const wanted: Record<string, unknown> = inputsOf(given);
  const outputs: Partial<ContainerOutputs> = {};
  const { inputs, drift } = containerAsFound(foundOf(found), { inputs: inputsOf(given), outputs });
  const differ = Object.entries(inputs).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(wanted[key]),
  );
  return { inputs: Object.fromEntries(differ), drift };
}

test("a container as it was made is as it was wanted", () => {
  expect(shown({})).toEqual({ inputs: {}, drift: [] });
  expect(shown({ place: PLACE }, { network: NETWORK })).toEqual({ inputs: {}, drift: [] });
  expect(containerAsFound(foundOf(), { inputs: inputsOf(), outputs: {} }).outputs).toEqual({
    ...{ ip: "", imageDigest: "sha256:aa", containerName: "container-x" },
  });
});

test("limits are told in the units of the inputs", () => {
  expect(shown({ limits: { memory: 40 * MIB, quota: 50_000, period: 100_000 } }).inputs).toEqual({
    ...{ memory: 40, cpu: 0.5 },
  });
  const without = { memory: 0, cpu: 0 };
  expect(shown({ limits: { memory: -1, quota: -1, period: 100_000 } }).inputs).toEqual(without);
  expect(shown({ limits: { memory: 9223372036854771712, quota: -1, period: null } }).inputs).toEqual(without);
  expect(shown({ limits: null }).inputs).toEqual({});
});

test("the root disk's limit is told in MiB", () => {
  expect(shown({ disk: { most: 100 * MIB, used: 0 } }).inputs).toEqual({ diskSize: 100 });
  expect(shown({ disk: { most: null, used: 0 } }).inputs).toEqual({ diskSize: 0 });
  expect(shown({ disk: { most: null, used: null } })).toEqual({ inputs: {}, drift: ["root disk: missing"] });
});

test("variables that were changed, added and removed are told, and those of podman are not", () => {
  const made = madeOf({ environment: ["A=9", "NEW=x=y", "PATH=/sbin", "HOSTNAME=other"] });
  const before = madeOf({ environment: ["A=1", "B=2", "PATH=/bin", "HOSTNAME=h", "HOME=/root"] });
  expect(shown({ made, before }, { environment: { A: "1", B: "2" } }).inputs).toEqual({
    environment: { A: "9", NEW: "x=y" },
  });
  expect(shown({ made, before }, { environment: { A: "1", B: "2", PATH: "/bin" } }).inputs).toMatchObject({
    environment: { PATH: "/sbin" },
  });
});

test("any environment that is as it was made is as it was wanted", () => {
  const names = fc.stringMatching(/^[A-Z_]{1,6}$/);
  fc.assert(
    fc.property(
      fc.dictionary(names, fc.string()),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.string()),
      (environment, ofImage) => {
        const lines = Object.entries({ ...ofImage, ...environment }).map(
          ([name, value]) => `${name}=${value}`,
        );
        const made = madeOf({ environment: lines });
        expect(
          shown({ made, before: madeOf({ environment: [...lines].reverse() }) }, { environment }).inputs,
        ).toEqual({});
      },
    ),
  );
});

test.each<[string, Partial<FoundContainer>, Record<string, unknown>]>([
  ["image", { made: madeOf({ image: "docker.io/x:1", digest: "sha256:bb" }) }, { image: "docker.io/x:1" }],
  [
    "image of that name",
    { made: madeOf({ image: "docker.io/library/busybox@sha256:aa", digest: "sha256:bb" }) },
    { image: "docker.io/library/busybox@sha256:bb" },
  ],
  ["command", { made: madeOf({ args: ["-c", 'say "it"'] }) }, { entrypoint: `sh "-c" "say \\"it\\""` }],
  ["command without words", { made: madeOf({ path: "top", args: null }) }, { entrypoint: "top" }],
  ["terminal", { made: madeOf({ terminal: true, input: true }) }, { interactive: true }],
])("another %s is told", (_what, found, expected) => {
  expect(shown(found)).toEqual({ inputs: expected, drift: [] });
});

test("mounts are told by the volumes that they are", () => {
  const data = { source: "/mnt/ssd/volume-1", mountpoint: "/data", writable: true };
  const volumes = [{ volume: "volume-1", mountpoint: "/data" }];
  const mounted = [{ volume: "volume-1", source: "/mnt/ssd/volume-1" }];
  const before = madeOf({ mounts: [data] });
  const find = (mounts: (typeof data)[]): unknown =>
    shown({ before, made: madeOf({ mounts }), mounted }, { volumes }).inputs["volumes"];
  expect(find([data])).toBeUndefined();
  expect(find([])).toEqual([]);
  expect(find([{ ...data, mountpoint: "/other" }])).toEqual([{ volume: "volume-1", mountpoint: "/other" }]);
  expect(find([{ ...data, writable: false }])).toEqual([
    { volume: "volume-1 (read only)", mountpoint: "/data" },
  ]);
  expect(find([data, { source: "/etc", mountpoint: "/conf", writable: true }])).toEqual([
    { volume: "/etc", mountpoint: "/conf" },
    { volume: "volume-1", mountpoint: "/data" },
  ]);
});

test.each<[string, Partial<FoundContainer>, string]>([
  ["is gone", { made: null, process: "" }, "container: missing"],
  ["was not finished", { before: null }, "container: not finished"],
  [
    "ended too often",
    { service: "failed" },
    "process: ended too often (deleting container due to so many crashes)",
  ],
  ["is not kept running", { service: "stopped" }, "process: its service is stopped"],
  ["is paused", { process: "paused" }, "process: paused"],
  ["has another secret", { secrets: ["PASSWORD: changed"] }, "secretEnvironment.PASSWORD: changed"],
])("a container that %s is drift", (_what, found, line) => {
  expect(shown(found)).toEqual({ inputs: {}, drift: [line] });
});

test("a container that begins again is none", () => {
  expect(shown({ service: "restarting", process: "exited", limits: null })).toEqual({
    inputs: {},
    drift: [],
  });
});

test.each<[string, Partial<typeof PLACE> & { address?: string | null; route?: string | null }, string]>([
  ["the network", { network: false }, "network net: missing"],
  ["the namespace", { place: false }, "network namespace: missing"],
  ["the process", { same: false }, "network namespace: not the one of the process"],
  ["the address", { address: "10.1.1.9/24" }, "network.ip: 10.1.1.9/24 instead of 10.1.1.2/24"],
  ["the prefix", { address: "10.1.1.2/16" }, "network.ip: 10.1.1.2/16 instead of 10.1.1.2/24"],
  ["the route", { route: "10.1.1.7" }, "default route: 10.1.1.7 instead of 10.1.1.1"],
])("%s is told where it differs", (_what, place, line) => {
  expect(shown({ place: { ...PLACE, ...place } }, { network: NETWORK })).toEqual({
    inputs: {},
    drift: [line],
  });
});
