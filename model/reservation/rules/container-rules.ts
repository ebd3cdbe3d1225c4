import type { Problem } from "../../shared/problem.js";
import type { Container } from "../types/container.js";
import { DISK_TYPE_TEXTS } from "../types/enums/disk-type.js";
import type { Logs } from "../types/logs.js";
import { below, fault, faultIf, faultWhen, repeated, warning, type Place, type RuleContext } from "./rule.js";
import { enumerationProblems } from "./storage-rules.js";
import { cipherFault, cleanPath, mountpointFault, redisFault, variableNameFault } from "./value-faults.js";

/** Least memory of a container, MiB. */
export const LEAST_MEMORY = 64;

/** Rules of a container's own fields. */
export function containerProblems(
  container: Container,
  place: Place,
  context: RuleContext,
): readonly Problem[] {
  return [
    ...faultWhen(container.flist === "", below(place, "flist"), "flist", "must name what the container runs"),
    ...environmentProblems(container, place, context),
    ...mountProblems(container, place),
    ...connectionProblems(container, place, context),
    ...capacityProblems(container, place),
    ...container.logs.flatMap((logs, index) =>
      logProblems(logs, container.version, below(place, "logs", index)),
    ),
    ...container.stats.flatMap(({ type, data }, index) => [
      ...receiverTypeProblems(type, below(place, "stats", index, "type")),
      ...faultIf(below(place, "stats", index, "data", "endpoint"), "receiver", redisFault(data.endpoint)),
    ]),
    ...(context.backend === "explorer" && container.statsAggregator.length > 0
      ? [warning(below(place, "statsAggregator"), "ignored", "is left out by explorers", "use stats")]
      : []),
  ];
}

function environmentProblems(
  container: Container,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  const { environment, secretEnvironment, version } = container;
  const names = [
    ...Object.keys(environment).map((name) => ({ name, at: below(place, "environment", name) })),
    ...Object.keys(secretEnvironment).map((name) => ({ name, at: below(place, "secretEnvironment", name) })),
  ];
  return [
    ...names.flatMap(({ name, at }) => faultIf(at, "environment", variableNameFault(name))),
    ...repeated(
      names,
      ({ name }) => name,
      ({ name, at }) => fault(at, "environment", `"${name}" is set in environment as well`, "remove one"),
    ),
    // A ledger's document has the names alone: values go to the node and nowhere else.
    ...Object.entries(secretEnvironment).flatMap(([name, cipher]) =>
      faultIf(
        below(place, "secretEnvironment", name),
        "cipher",
        cipher === "" && backend === "ledger" ? undefined : cipherFault(cipher, version),
      ),
    ),
  ];
}

function mountProblems({ volumes }: Container, place: Place): readonly Problem[] {
  const mounts = volumes.map((mount, index) => ({ ...mount, at: below(place, "volumes", index) }));
  return [
    ...mounts.flatMap(({ volumeId, mountpoint, at }) => [
      ...faultWhen(
        !/^[0-9]*-[0-9]+$/.test(volumeId),
        below(at, "volumeId"),
        "mount",
        `"${volumeId}" must be a volume's id, as 12-3, or -3 for one of the same reservation`,
      ),
      ...faultIf(below(at, "mountpoint"), "mount", mountpointFault(mountpoint)),
    ]),
    ...repeated(
      mounts,
      ({ mountpoint }) => cleanPath(mountpoint),
      ({ mountpoint, at }) => fault(below(at, "mountpoint"), "mount", `"${mountpoint}" is mounted twice`),
    ),
  ];
}

function connectionProblems(
  { networkConnection }: Container,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  const at = below(place, "networkConnection");
  if (networkConnection.length === 0 && backend === "ledger") return [];
  if (networkConnection.length !== 1) {
    const reason = `must have one entry and has ${networkConnection.length}; nodes use the first and no other`;
    return [fault(at, "connection", reason)];
  }
  return networkConnection.flatMap(({ networkId, ipaddress }, index) => [
    ...faultWhen(networkId === "", below(at, index, "networkId"), "network", "must name a network"),
    ...faultWhen(
      ipaddress === "",
      below(at, index, "ipaddress"),
      "address",
      "must be an address in the node's subnet",
    ),
  ]);
}

function capacityProblems({ capacity }: Container, place: Place): readonly Problem[] {
  const at = below(place, "capacity");
  return [
    ...faultWhen(capacity.cpu < 1, below(at, "cpu"), "cpu", `must be at least 1 and is ${capacity.cpu}`),
    ...faultWhen(
      capacity.memory < LEAST_MEMORY,
      below(at, "memory"),
      "memory",
      `must be at least ${LEAST_MEMORY} MiB and is ${capacity.memory}`,
    ),
    ...faultWhen(capacity.diskSize < 0, below(at, "diskSize"), "size", "must not be negative"),
    ...enumerationProblems(DISK_TYPE_TEXTS, capacity.diskType, below(at, "diskType")),
  ];
}

function logProblems({ type, data }: Logs, version: number, place: Place): readonly Problem[] {
  const plain = (["stdout", "stderr"] as const).filter((stream) => data[stream] !== "");
  const secret = (["secretStdout", "secretStderr"] as const).filter((stream) => data[stream] !== "");
  return [
    ...receiverTypeProblems(type, below(place, "type")),
    ...faultWhen(
      plain.length + secret.length === 0,
      below(place, "data"),
      "receiver",
      "must say where the output goes",
    ),
    ...plain.flatMap((stream) => faultIf(below(place, "data", stream), "receiver", redisFault(data[stream]))),
    ...secret.flatMap((stream) =>
      faultIf(below(place, "data", stream), "cipher", cipherFault(data[stream], version)),
    ),
  ];
}

function receiverTypeProblems(type: string, place: Place): readonly Problem[] {
  return faultWhen(type !== "redis", place, "receiver", `must be redis and is "${type}"`);
}
