import { splitEntrypoint } from "../../../model/reservation/container/entrypoint.js";
import {
  cleanPath,
  mountpointFault,
  variableNameFault,
} from "../../../model/reservation/rules/value-faults.js";
import type { Problem } from "../../../model/shared/problem.js";
import type { ContainerInputs } from "../container.js";
import { imageFault } from "./image.js";

/** Names of secret variables are parts of names in podman's store. */
const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** What a schema cannot say. */
export function containerInputProblems(inputs: ContainerInputs): readonly Problem[] {
  return [
    ...environmentProblems(inputs),
    ...entrypointProblems(inputs),
    ...mountProblems(inputs),
    ...refused("statsAggregator", inputs.statsAggregator.length > 0, "is read by no back end", "remove it"),
    ...(inputs.explorer === undefined ? nodeProblems(inputs) : []),
  ];
}

function environmentProblems({ environment, secretEnvironment }: ContainerInputs): readonly Problem[] {
  const inBoth = Object.keys(secretEnvironment).filter((name) => name in environment);
  return [
    ...Object.keys(environment).flatMap((name) => problemIf(`environment.${name}`, variableNameFault(name))),
    ...Object.entries(secretEnvironment).flatMap(([name, value]) =>
      problemIf(`secretEnvironment.${name}`, secretFault(name, value)),
    ),
    ...inBoth.map((name) => ({
      path: `secretEnvironment.${name}`,
      reason: "is in environment as well",
      fix: "remove one of them",
    })),
  ];
}

function secretFault(name: string, value: string): string | undefined {
  if (!SECRET_NAME.test(name)) return "must have a name of letters, digits, '_', '.' and '-'";
  return value === "" ? "must not be empty" : undefined;
}

function entrypointProblems({ entrypoint }: ContainerInputs): readonly Problem[] {
  const split = splitEntrypoint(entrypoint);
  return split.ok ? [] : [{ path: "entrypoint", reason: split.reason }];
}

function mountProblems({ volumes }: ContainerInputs): readonly Problem[] {
  const seen = new Set<string>();
  return volumes.flatMap(({ mountpoint }, index) => {
    const path = `volumes[${index}].mountpoint`;
    const place = cleanPath(mountpoint);
    const twice = seen.has(place) ? "is mounted twice" : undefined;
    seen.add(place);
    const comma = /[,"\n]/.test(mountpoint) ? "must have no comma, quote or line end" : undefined;
    return problemIf(path, mountpointFault(mountpoint) ?? comma ?? twice);
  });
}

/** What a plain node cannot do; explorers can. */
function nodeProblems(inputs: ContainerInputs): readonly Problem[] {
  const { hubUrl, logs, stats, network, image } = inputs;
  const explorer = "remove it, or deploy to an explorer";
  return [
    ...problemIf("image", imageFault(image)),
    ...refused("hubUrl", hubUrl !== "", "has no meaning on a plain node, which runs OCI images", explorer),
    ...refused(
      "logs",
      logs.length > 0,
      "are not sent to Redis by a plain node; `podman logs` has them",
      explorer,
    ),
    ...refused(
      "stats",
      stats.length > 0,
      "are not sent to Redis by a plain node; `podman stats` has them",
      explorer,
    ),
    ...refused(
      "network.publicIp6",
      network?.publicIp6 === true,
      "cannot be had on a plain node: its networks have no public IPv6",
      explorer,
    ),
  ];
}

function refused(path: string, given: boolean, reason: string, fix: string): readonly Problem[] {
  return given ? [{ path, reason, fix }] : [];
}

function problemIf(path: string, reason: string | undefined): readonly Problem[] {
  return reason === undefined ? [] : [{ path, reason }];
}
