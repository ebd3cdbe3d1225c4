import { BUNDLES } from "../../../../lab/toolbox/bundles.js";
import type { Machine } from "../../../../lab/toolbox/machine.js";
import type { BundleRow, ToolRow } from "../../../../lab/toolbox/rows.js";
import { Toolbox } from "../../../../lab/toolbox/toolbox.js";
import { TOOLS } from "../../../../lab/toolbox/tools.js";

/** What can be had on a workbench: a program that says it is v1.2.3. */
export const SAMPLE: ToolRow = {
  version: "1.2.3",
  onPath: { versionArgs: ["--version"], range: ">=1.2.0 <1.3.0" },
  goBuild: { folder: "sample", package: "some.example/sample", coldSeconds: 1 },
};

/** A bundle of one package that brings a library. */
export const SAMPLE_BUNDLE: BundleRow = {
  packages: ["sample"],
  provides: ["usr/bin/sample", "usr/sbin/alias"],
  links: { "usr/sbin/alias": "usr/bin/sample" },
};

/** A toolbox in which kwok, etcd, the language host and the bundle of images are the samples. */
export function sampleToolbox(machine: Machine, kwok: ToolRow = SAMPLE): Toolbox {
  const host: ToolRow = {
    version: "1.2.3",
    besides: "pulumi",
    ...(SAMPLE.goBuild && { goBuild: SAMPLE.goBuild }),
  };
  return new Toolbox(
    machine,
    { ...TOOLS, kwok, etcd: SAMPLE, pulumi: SAMPLE, "pulumi-language-nodejs": host },
    { ...BUNDLES, images: SAMPLE_BUNDLE },
  );
}
