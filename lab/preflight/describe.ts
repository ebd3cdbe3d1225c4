import type { Facts } from "./facts.js";
import type { Verdict } from "./judge.js";
import { systemName } from "./requirements.js";
import { gigabytes } from "./warnings.js";

/** The report that a person reads before a start: what is here, what will be missing, how long it will take. */
export function describe(facts: Facts, verdict: Verdict): readonly string[] {
  return [
    machineLine(facts),
    ...verdict.leftOut.flatMap(({ title, obstacles }) =>
      obstacles.map(
        ({ why, fix }) => `${verdict.canStart ? "left out" : "not possible"}: ${title}: ${why}. ${fix}.`,
      ),
    ),
    ...verdict.warnings.map(({ why, fix }) => `note: ${why}. ${fix}.`),
    ...(verdict.canStart ? workLines(verdict) : []),
  ];
}

function machineLine(facts: Facts): string {
  const linux = facts.system === "linux";
  return [
    `${systemName(facts.system)} ${facts.processor}, ${facts.cores} cores`,
    ...(linux ? [facts.root ? "root" : "not root"] : []),
    `Node ${facts.node}`,
    ...(facts.go === undefined ? [] : [`Go ${facts.go}`]),
    ...(linux ? [facts.cgroups === "none" ? "no cgroups" : `cgroup ${facts.cgroups}`] : []),
    `${gigabytes(facts.freeBytes)} GB free`,
  ].join(", ");
}

function workLines({ ahead }: Verdict): readonly string[] {
  if (ahead.missing.length === 0) return [];
  const minutes = Math.ceil(ahead.seconds / 60);
  return [
    `to get first: ${ahead.missing.join(", ")}`,
    `that takes up to ${minutes} minute${minutes === 1 ? "" : "s"}, less where ready-made tools can be downloaded`,
  ];
}
