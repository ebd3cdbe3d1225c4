import type { VimanaInput } from "../../../model/vimana/schema.js";
import {
  expectOnly,
  ID,
  onlyServer,
  planned,
  REGISTRY,
  told,
  vimana,
  withComponent,
  withServer,
  type ComponentInput,
} from "./hierarchy.js";

const OPERATOR = { mode: "operator" } as const;
const WASM = { workloadRuntime: "vimana" } as const;
const PLACE = 'domains.shop.servers.cart.components["1.0.0"]';
const NAME = `version ${ID}:cart@1.0.0`;
const NAMED = `${REGISTRY}/${ID}/cart:1.0.0`;
const DIGEST = `sha256:${"a".repeat(64)}`;

function image(
  component: ComponentInput,
  rest: Parameters<typeof withComponent>[1] = {},
): string | undefined {
  return onlyServer(withComponent(component, rest)).versions[0]?.image;
}

it.each(["v1.0.0", "1.0", "1.0.0+build", "1.0.0-rc.1", "latest"])(
  "CMP-1: refuses the version %s",
  (version) => {
    expectOnly(
      told(withServer({ components: { [version]: {}, "1.0.0": {} }, weights: { "1.0.0": 1 } })),
      `error domains.shop.servers.cart.components`,
      `version ${ID}:cart@${version}: version must be a semantic version`,
    );
  },
);

it("CMP-1: says how versions of all kinds of software differ from these", () => {
  expect(told(withServer({ components: { "v1.0.0": {} }, weights: {}, drained: true }))).toEqual([
    `error domains.shop.servers.cart.components["v1.0.0"]: version ${ID}:cart@v1.0.0: version must be a semantic version, as 1.2.3 or 1.2.3-rc1, without a leading v (CMP-1)`,
  ]);
});

it("orders versions by precedence", () => {
  const components = { "10.0.0": {}, "2.0.0": {}, "2.0.0-rc1": {} };
  const { versions } = onlyServer(withServer({ components, weights: { "2.0.0": 1 } }));
  expect(versions.map(({ version }) => version)).toEqual(["2.0.0-rc1", "2.0.0", "10.0.0"]);
});

describe("the image of a Wasm component (CMP-3, CMP-4)", () => {
  it("is built from the registry", () => {
    expect(image({}, WASM)).toBe(NAMED);
    expect(image({}, OPERATOR)).toBe(NAMED);
    expect(image({ image: NAMED }, OPERATOR)).toBe(NAMED);
  });

  it("may name its registry itself", () => {
    const other = `other.example/${ID}/cart:1.0.0`;
    const input = withComponent({ image: other }, OPERATOR);
    expect(onlyServer(withoutRegistry(input)).versions[0]?.image).toBe(other);
  });

  it.each([
    ["gcr.io/some/image:latest", "(CMP-3)"],
    [`${REGISTRY}/${ID}/cart:1.0.1`, "(CMP-3)"],
    [`${REGISTRY}/${ID}/basket:1.0.0`, "(CMP-3)"],
    [`other.example/${ID}/cart:1.0.0`, "(CMP-3)"],
    [`${REGISTRY}/team/${ID}/cart:1.0.0`, "(CMP-4)"],
    [`${NAMED}@${DIGEST}`, "(CMP-4)"],
  ])("is not %s", (given, rule) => {
    expectOnly(
      told(withComponent({ image: given }, OPERATOR)),
      `error ${PLACE}.image: ${NAME}: image must`,
      rule,
    );
  });

  it("tells the one image there can be", () => {
    expect(told(withComponent({ image: "gcr.io/some/image:latest" }, WASM))[0]).toContain(`exactly ${NAMED}`);
    const without = withoutRegistry(withComponent({ image: "gcr.io/some/image:latest" }, WASM));
    expect(told(without)[0]).toContain(`exactly <registry host>/${ID}/cart:1.0.0`);
  });

  it("comes from a registry without a path", () => {
    expectOnly(
      told(vimana(OPERATOR), { registryHosts: { main: "registry.example/team" } }),
      `error ${PLACE}.registry: ${NAME}: the registry "registry.example/team" must be a host`,
      "(CMP-3)",
    );
  });
});

describe("the image of a container", () => {
  it.each(["gcr.io/some/image:latest", `gcr.io/some/image@${DIGEST}`, "docker.io/library/busybox"])(
    "may be %s",
    (given) => {
      expect(image({ image: given })).toBe(given);
      expect(image({ image: given }, { workloadRuntime: "gvisor" })).toBe(given);
    },
  );

  it("is built from the registry where it is not given", () => {
    expect(image({})).toBe(NAMED);
  });

  it("is a reference", () => {
    expectOnly(
      told(withComponent({ image: "Some/Image" })),
      `error ${PLACE}.image: ${NAME}: image is no image reference`,
      "(CMP-3)",
    );
  });

  it("comes from somewhere", () => {
    expectOnly(
      told(withoutRegistry(withComponent({}))),
      `error ${PLACE}.image: ${NAME}: has no image, and no registry to take it from`,
      "(CMP-3)",
    );
  });
});

describe("registries", () => {
  it("are declared", () => {
    expect(told(vimana({ registry: "mian" }))).toEqual([
      'error registry: Vimana apps: there is no registry "mian"; declared are: main',
    ]);
    expect(told(withComponent({ registry: "mian" }))).toEqual([
      `error ${PLACE}.registry: ${NAME}: there is no registry "mian"; declared are: main`,
    ]);
  });

  it("may be a version's own", () => {
    const registryHosts = { main: REGISTRY, other: "other.example" };
    expect(told(withComponent({ registry: "other" }), { registryHosts })).toEqual([]);
  });
});

describe("workload runtimes", () => {
  it.each([
    [{}, undefined, false],
    [{ workloadRuntime: "container" }, undefined, false],
    [WASM, "vimana-runtime", true],
    [{ workloadRuntime: "gvisor" }, "gvisor", false],
    [OPERATOR, "vimana-runtime", true],
  ])("%j gives the RuntimeClass %s", (change, runtimeClass, wasm) => {
    const found = planned(vimana(change));
    expect({ runtimeClass: found.runtimeClass, wasm: found.wasm }).toEqual({ runtimeClass, wasm });
  });

  it("have the name of a RuntimeClass", () => {
    expectOnly(
      told(vimana({ workloadRuntime: "gVisor" })),
      'error workloadRuntime: Vimana apps: workload runtime "gVisor" must',
      "lower-case",
    );
  });

  it("are the operator's own in operator mode", () => {
    expectOnly(
      told(vimana({ ...OPERATOR, workloadRuntime: "container" })),
      'error workloadRuntime: Vimana apps: workload runtime "container" has no effect in operator mode',
      "Vimana's own",
    );
  });
});

describe("scaling", () => {
  const requests = { cpu: "100m" };

  it("is a number or a range", () => {
    expect(told(withComponent({ autoscaling: { max: 3 }, resources: { requests } }))).toEqual([]);
    expectOnly(
      told(withComponent({ replicas: 2, autoscaling: { max: 3 }, resources: { requests } })),
      `error ${PLACE}.replicas: ${NAME}: replicas and autoscaling exclude each other`,
      "",
    );
    expectOnly(
      told(withComponent({ autoscaling: { min: 4, max: 3 }, resources: { requests } })),
      `error ${PLACE}.autoscaling.max: ${NAME}: max must be at least min, which is 4, and is 3`,
      "",
    );
  });

  it("warns of a share of no CPU", () => {
    expectOnly(
      told(withComponent({ autoscaling: { max: 3, cpuPercent: 80 } })),
      `warning ${PLACE}.autoscaling: ${NAME}: scales by a share of the requested CPU, and requests none`,
      "",
    );
  });

  it("needs other figures than the CPU's with Vimana's runtime", () => {
    const metrics = [{ type: "External" }];
    expect(told(withComponent({ autoscaling: { max: 3, metrics } }, WASM))).toEqual([]);
    expectOnly(
      told(withComponent({ autoscaling: { max: 3, metrics, cpuPercent: 80 } }, WASM)),
      `error ${PLACE}.autoscaling.cpuPercent: ${NAME}: Vimana's runtime measures no CPU`,
      "",
    );
    expectOnly(
      told(withComponent({ autoscaling: { max: 3 } }, OPERATOR)),
      `error ${PLACE}.autoscaling.metrics: ${NAME}: Vimana's runtime measures no CPU`,
      "",
    );
  });

  it("keeps at most all pods", () => {
    expect(told(withComponent({ minAvailable: "100%" }))).toEqual([]);
    expectOnly(
      told(withComponent({ minAvailable: "101%" })),
      `error ${PLACE}.minAvailable: ${NAME}: must be at most 100%`,
      "",
    );
  });
});

it("resources are quantities", () => {
  expectOnly(
    told(withComponent({ resources: { requests: { cpu: "100m" }, limits: { memory: "1GB" } } })),
    `error ${PLACE}.resources.limits.memory: ${NAME}: memory is no quantity`,
    "",
  );
});

it("the port is Vimana's runtime's own", () => {
  expect(told(withComponent({ port: 8080 }))).toEqual([]);
  expectOnly(
    told(withComponent({ port: 8080 }, WASM)),
    `error ${PLACE}.port: ${NAME}: must be 80 with Vimana's runtime and is 8080`,
    "",
  );
});

/** A hierarchy that names no registry. */
function withoutRegistry(input: VimanaInput): VimanaInput {
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== "registry")) as VimanaInput;
}
