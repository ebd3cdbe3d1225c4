import type { Problem } from "../../shared/problem.js";
import { parseRange } from "../scalars/ip-range.js";
import type { AnyWorkload } from "../types/any-workload.js";
import { containerProblems } from "./container-rules.js";
import { gatewayProblems } from "./gateway-rules.js";
import { memberInfoProblems, ownInfoProblems } from "./info-rules.js";
import { k8sProblems, virtualMachineProblems } from "./machine-rules.js";
import { networkResourceProblems } from "./network-resource-rules.js";
import { below, faultWhen, type Place, type RuleContext } from "./rule.js";
import { volumeProblems, zdbProblems } from "./storage-rules.js";

/**
 * What is wrong with a workload that stands alone: every fault at once, each with its path in the internal model and
 * the name of its rule.
 */
export function workloadProblems(workload: AnyWorkload, context: RuleContext): readonly Problem[] {
  const place = { path: context.path ?? "" };
  return [...ownInfoProblems(workload, place, context), ...memberProblems(workload, place, context)];
}

/** What is wrong with a workload in itself, also when it is part of a reservation. */
export function memberProblems(
  workload: AnyWorkload,
  place: Place,
  context: RuleContext,
): readonly Problem[] {
  return [...memberInfoProblems(workload, place, context), ...fieldProblems(workload, place, context)];
}

function fieldProblems(workload: AnyWorkload, place: Place, context: RuleContext): readonly Problem[] {
  switch (workload.workloadType) {
    case 0:
      return zdbProblems(workload, place);
    case 1:
      return containerProblems(workload, place, context);
    case 2:
      return volumeProblems(workload, place);
    case 4:
      return k8sProblems(workload, place, context);
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
      return gatewayProblems(workload, place, context);
    case 10:
      return networkResourceProblems(workload, place, context);
    case 11:
      return faultWhen(
        parseRange(workload.ipaddress) === undefined,
        below(place, "ipaddress"),
        "public-ip",
        "must be an address with its range, as 185.69.166.10/24",
      );
    case 12:
      return virtualMachineProblems(workload, place, context);
  }
}
