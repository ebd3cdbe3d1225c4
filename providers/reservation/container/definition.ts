import { nodeUse } from "../../../model/reservation/capacity/node-capacity.js";
import type { NodeFacts, NodeTool } from "../../../clients/node/probe.js";
import type { NodeCapacity, NodeWorkload } from "../../node/definition.js";
import type { OpenNode } from "../../targets/node.js";
import type { ContainerInputs, ContainerOutputs } from "../container.js";
import { containerAsFound } from "./as-found.js";
import { foundContainer, type FoundContainer } from "./found.js";
import { containerParameters } from "./parameters.js";
import { ENSURE_CONTAINER } from "./scripts/ensure.sh.js";
import { INSPECT_CONTAINERS } from "./scripts/inspect.sh.js";
import { REMOVE_CONTAINER } from "./scripts/remove.sh.js";
import { containerSteps } from "./steps.js";
import { containerWorkload } from "./workload.js";

const MIB = 2 ** 20;

/** Containers on nodes of the stack, by podman. */
export const containerOnNode: NodeWorkload<ContainerInputs, FoundContainer, ContainerOutputs> = {
  sort: "container",
  order: 30,
  secretInputs: ["secretEnvironment"],
  lacks: containerLacks,
  use: containerUse,
  ensure: ENSURE_CONTAINER,
  inspect: INSPECT_CONTAINERS,
  remove: REMOVE_CONTAINER,
  parameters: containerParameters,
  found: foundContainer,
  asFound: containerAsFound,
  refusals: ({ news, found }) => shrinkRefusals(news, found),
  steps: containerSteps,
};

/** A root disk without limit takes nothing of a pool. */
function containerUse(inputs: ContainerInputs): NodeCapacity {
  const use = nodeUse(containerWorkload(inputs));
  return inputs.diskSize === 0 ? { ...use, sru: 0, hru: 0 } : use;
}

function containerLacks(
  { diskSize, diskType, network }: Partial<ContainerInputs>,
  facts: NodeFacts,
  { name, pools }: OpenNode,
): readonly string[] {
  const lacks = (tool: NodeTool, text: string): readonly string[] =>
    facts.tools[tool] === undefined ? [text] : [];
  return [
    ...lacks("podman", "has no program podman (package podman)"),
    ...(facts.tools.runc === undefined && facts.tools.crun === undefined
      ? ["has neither crun nor runc, one of which podman needs (package crun)"]
      : []),
    ...(facts.cgroup === 0 ? ["has no cgroups, so that nothing could be limited"] : []),
    ...(network === undefined ? [] : lacks("ip", "has no program ip (package iproute2)")),
    ...(diskSize === undefined || diskSize === 0 || diskType === undefined
      ? []
      : poolLacks(diskType, facts, { name, pools })),
  ];
}

/** A limited root disk is a subvolume of a pool. */
function poolLacks(
  type: ContainerInputs["diskType"],
  { pools: found, tools }: NodeFacts,
  { name, pools }: Pick<OpenNode, "name" | "pools">,
): readonly string[] {
  const otherwise = "or set diskSize to 0 for a root disk without limit";
  const path = pools[type];
  if (path === undefined) {
    return [
      `has no pool for root disks on ${type}: set groundplan:nodes.${name}.pools.${type}, ${otherwise}`,
    ];
  }
  const filesystem = found[type]?.filesystem ?? "nothing";
  if (filesystem !== "btrfs" || tools.btrfs === undefined) {
    return [
      `cannot limit root disks: ${path} has ${filesystem} and not btrfs with its tools; name another pool, ${otherwise}`,
    ];
  }
  return [];
}

function shrinkRefusals({ diskSize }: ContainerInputs, found: FoundContainer | undefined): readonly string[] {
  const used = found?.disk?.used ?? 0;
  if (diskSize === 0 || used <= diskSize * MIB) return [];
  return [
    `diskSize cannot become ${diskSize} MiB: ${Math.ceil(used / MIB)} MiB of the root disk are used; remove files or keep it larger`,
  ];
}
