import { capabilitiesIn, probe } from "../../../../lab/preflight/probe.js";
import { Toolbox } from "../../../../lab/toolbox/toolbox.js";
import { TOOL_NAMES } from "../../../../lab/toolbox/tools.js";
import { fakeGo, workbench } from "../toolbox/workbench.js";

test.each([
  ["CapInh:\t0000000000000000\nCapEff:\t000001ffffffffff\nCapBnd:\t0\n", ["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]],
  ["CapEff:\t00000000a80425fb\n", []],
  ["CapEff:\t0000000000001000\n", ["CAP_NET_ADMIN"]],
  ["CapEff:\t0000000000200000\n", ["CAP_SYS_ADMIN"]],
  ["", []],
])("capabilities in %j are %j", (status, capabilities) => {
  expect(capabilitiesIn(status)).toEqual(capabilities);
});

test("what is on PATH is found, and nothing is fetched or built", async () => {
  const bench = workbench();
  try {
    fakeGo(bench);
    bench.script("gcc", ":");
    const empty = { ...bench.machine, env: { PATH: bench.bin } };
    const facts = await probe(empty, new Toolbox(empty));
    expect(facts).toMatchObject({
      system: process.platform,
      node: process.versions.node,
      npm: false,
      compiler: `${bench.bin}/gcc`,
      missingCommands: ["ip", "unshare", "nsenter", "flock", "tar", "apt-get", "dpkg-deb"],
      missingBundles: ["containers", "registry", "images", "monitoring", "nodes"],
    });
    expect(facts.missingTools.map(({ name }) => name)).toEqual(TOOL_NAMES);
    expect(facts.freeBytes).toBeGreaterThan(0);
    expect(bench.read("builds")).toBe("");
  } finally {
    bench.remove();
  }
});
