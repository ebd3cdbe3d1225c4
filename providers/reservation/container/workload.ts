import { ZdbDiskTypeEnum } from "../../../model/reservation/types/enums/disk-type.js";
import { containerSchema, type Container } from "../../../model/reservation/types/container.js";
import type { ContainerInputs } from "../container.js";

/** Inputs as programs give them, or as states keep them, without what is secret. */
type StoredInputs = Omit<ContainerInputs, "secretEnvironment"> &
  Partial<Pick<ContainerInputs, "secretEnvironment">>;

/** The container as reservations have it. Secret variables have their names and no values. */
export function containerWorkload(inputs: StoredInputs): Container {
  const { network, logs, stats, secretEnvironment = {} } = inputs;
  return containerSchema.parse({
    ...{ nodeId: inputs.node, description: inputs.description, metadata: inputs.metadata },
    flist: inputs.image,
    hubUrl: inputs.hubUrl,
    environment: { ...inputs.environment },
    secretEnvironment: Object.fromEntries(Object.keys(secretEnvironment).map((name) => [name, ""])),
    entrypoint: inputs.entrypoint,
    interactive: inputs.interactive,
    volumes: inputs.volumes.map(({ volume, mountpoint }) => ({ volumeId: volume, mountpoint })),
    networkConnection:
      network === undefined
        ? []
        : [{ networkId: network.network, ipaddress: network.ip, publicIp6: network.publicIp6 }],
    logs: logs.map((data) => ({ type: "redis", data })),
    stats: stats.map((data) => ({ type: "redis", data })),
    capacity: {
      cpu: inputs.cpu,
      memory: inputs.memory,
      diskSize: inputs.diskSize,
      diskType: ZdbDiskTypeEnum[inputs.diskType === "ssd" ? "ZdbDiskTypeSsd" : "ZdbDiskTypeHdd"],
    },
  });
}
