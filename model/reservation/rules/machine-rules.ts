import type { Problem } from "../../shared/problem.js";
import { CUSTOM_SIZE, machineSizeOf, MACHINE_SIZES } from "../capacity/size-table.js";
import type { K8S } from "../types/k8s.js";
import type { VirtualMachine } from "../types/virtual-machine.js";
import { below, faultIf, faultWhen, repeated, fault, warning, type Place, type RuleContext } from "./rule.js";
import { cipherFault, sshKeyFault } from "./value-faults.js";

/** Rules of a Kubernetes node's own fields. */
export function k8sProblems(node: K8S, place: Place, context: RuleContext): readonly Problem[] {
  const secret = node.clusterSecret;
  return [
    ...machineProblems(node, place, context),
    ...faultIf(
      below(place, "clusterSecret"),
      "cipher",
      secret === "" && context.backend === "ledger" ? undefined : cipherFault(secret, node.version),
    ),
    ...node.masterIps.flatMap((address, index) => [
      ...faultWhen(address === "", below(place, "masterIps", index), "master", "must be a master's address"),
      ...faultWhen(
        address !== "" && address === node.ipaddress,
        below(place, "masterIps", index),
        "master",
        "is the node's own address; a master has no masters",
      ),
    ]),
    ...repeated(
      node.masterIps.map((address, index) => ({ address, index })),
      ({ address }) => address,
      ({ address, index }) => fault(below(place, "masterIps", index), "master", `${address} is there twice`),
    ),
  ];
}

/** Rules of a virtual machine's own fields. */
export function virtualMachineProblems(
  machine: VirtualMachine,
  place: Place,
  context: RuleContext,
): readonly Problem[] {
  return [
    ...machineProblems(machine, place, context),
    ...faultWhen(
      !/^[0-9a-zA-Z.-]+$/.test(machine.name),
      below(place, "name"),
      "machine-name",
      "must consist of letters, digits, dashes and dots, and not be empty",
    ),
  ];
}

function machineProblems(
  machine: K8S | VirtualMachine,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  return [
    ...sizeProblems(machine, place),
    ...faultWhen(
      backend === "explorer" && machine.size !== CUSTOM_SIZE && holdsFigures(machine),
      below(place, "customSize"),
      "ignored",
      `is left out with size ${machine.size}`,
      `remove it, or set size to ${CUSTOM_SIZE}`,
    ),
    ...faultWhen(machine.networkId === "", below(place, "networkId"), "network", "must name a network"),
    ...faultWhen(
      machine.ipaddress === "",
      below(place, "ipaddress"),
      "address",
      "must be an address in the node's subnet",
    ),
    ...machine.sshKeys.flatMap((key, index) =>
      faultIf(below(place, "sshKeys", index), "ssh-key", sshKeyFault(key)),
    ),
    ...faultWhen(
      machine.publicIp.startsWith("-"),
      below(place, "publicIp"),
      "public-ip",
      "must be a workload id",
    ),
  ];
}

function sizeProblems(machine: K8S | VirtualMachine, place: Place): readonly Problem[] {
  const at = below(place, "size");
  const size = machineSizeOf(machine);
  if (size === undefined) {
    return [
      fault(at, "size", `must be from 1 to ${MACHINE_SIZES.size}, or ${CUSTOM_SIZE}, and is ${machine.size}`),
    ];
  }
  if (machine.size === CUSTOM_SIZE) {
    return (["cru", "mru", "sru"] as const).flatMap((figure) =>
      faultWhen(
        machine.customSize[figure] <= 0,
        below(place, "customSize", figure),
        "size",
        "must be above 0",
      ),
    );
  }
  return size.note === undefined ? [] : [warning(at, "size", `size ${machine.size} ${size.note}`)];
}

function holdsFigures({ customSize }: K8S | VirtualMachine): boolean {
  return customSize.cru !== 0 || customSize.mru !== 0 || customSize.sru !== 0;
}
