import { startupEntrypoint } from "../../../model/reservation/container/startup.js";
import { cpuQuota } from "../../../model/reservation/capacity/node-capacity.js";
import type { FoundState, LastState } from "../../node/definition.js";
import type { ContainerInputs, ContainerOutputs } from "../container.js";
import { containerDrift } from "./drift.js";
import type { FoundContainer, MadeContainer } from "./found.js";

const MIB = 2 ** 20;
/** Kernels tell of no limit as a number that is larger than any memory. */
const NO_LIMIT = 2 ** 60;
/** Variables that podman sets by itself. */
const OF_PODMAN = new Set(["PATH", "TERM", "HOSTNAME", "HOME", "container"]);

/**
 * A container as it was found. What is as it was made is as it was wanted; what is not is told in the words of the
 * inputs.
 */
export function containerAsFound(
  found: FoundContainer,
  { inputs, outputs }: LastState<ContainerInputs, ContainerOutputs>,
): FoundState<ContainerInputs, ContainerOutputs> {
  const { made, before } = found;
  const changes = made === null || before === null ? {} : changedInputs(made, before, inputs, found);
  return {
    inputs: {
      ...inputs,
      ...changes,
      ...limitsAsFound(found, inputs),
      ...diskAsFound(found, inputs),
    },
    outputs: {
      ip: inputs.network?.ip ?? "",
      imageDigest: made?.digest ?? before?.digest ?? outputs.imageDigest ?? "",
      containerName: found.name,
    },
    drift: containerDrift(found, inputs),
  };
}

function changedInputs(
  made: MadeContainer,
  before: MadeContainer,
  inputs: ContainerInputs,
  { mounted }: FoundContainer,
): Partial<ContainerInputs> {
  const command = ({ path, args }: MadeContainer): string =>
    startupEntrypoint({ name: path, args: args ?? [] });
  const terminal = made.terminal && made.input;
  return {
    ...imageAsFound(made, before),
    ...(command(made) === command(before) ? {} : { entrypoint: command(made) }),
    ...(terminal === (before.terminal && before.input) ? {} : { interactive: terminal }),
    environment: environmentAsFound(made, before, inputs.environment),
    ...mountsAsFound(made, before, mounted),
  };
}

function imageAsFound(made: MadeContainer, before: MadeContainer): Partial<ContainerInputs> {
  if (made.image !== before.image) return { image: made.image };
  if (made.digest === before.digest) return {};
  return { image: `${made.image.replace(/@.*$/, "")}@${made.digest}` };
}

function environmentAsFound(
  made: MadeContainer,
  before: MadeContainer,
  wanted: ContainerInputs["environment"],
): ContainerInputs["environment"] {
  const [now, then] = [variables(made), variables(before)];
  const found = new Map(Object.entries(wanted));
  for (const name of new Set([...now.keys(), ...then.keys()])) {
    const value = now.get(name);
    if (value === then.get(name) || (OF_PODMAN.has(name) && !(name in wanted))) continue;
    if (value === undefined) found.delete(name);
    else found.set(name, value);
  }
  return Object.fromEntries(found);
}

function variables({ environment }: MadeContainer): ReadonlyMap<string, string> {
  return new Map(
    environment.map((line) => {
      const at = line.indexOf("=");
      return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

function mountsAsFound(
  made: MadeContainer,
  before: MadeContainer,
  mounted: FoundContainer["mounted"],
): Partial<ContainerInputs> {
  const text = ({ mounts }: MadeContainer): string =>
    mounts
      .map(({ source, mountpoint, writable }) => `${mountpoint} ${source} ${writable}`)
      .sort()
      .join("\n");
  if (text(made) === text(before)) return {};
  const ids = new Map(mounted.map(({ source, volume }) => [source, volume]));
  const volumes = made.mounts.map(({ source, mountpoint, writable }) => ({
    volume: `${ids.get(source) ?? source}${writable ? "" : " (read only)"}`,
    mountpoint,
  }));
  return { volumes: volumes.sort((a, b) => (a.mountpoint < b.mountpoint ? -1 : 1)) };
}

function limitsAsFound({ limits }: FoundContainer, wanted: ContainerInputs): Partial<ContainerInputs> {
  if (limits === null) return {};
  const { memory, quota, period } = limits;
  const unlimited = memory < 0 || memory >= NO_LIMIT;
  const cpu = quota < 0 ? 0 : quota / (period ?? cpuQuota(wanted.cpu).period);
  return { memory: unlimited ? 0 : memory / MIB, cpu };
}

function diskAsFound({ disk }: FoundContainer, { diskSize }: ContainerInputs): Partial<ContainerInputs> {
  if (disk === null || disk.used === null || diskSize === 0) return {};
  return { diskSize: disk.most === null ? 0 : disk.most / MIB };
}
