import type { Container } from "../../../model/reservation/types/container.js";
import { ZdbDiskTypeEnum } from "../../../model/reservation/types/enums/disk-type.js";
import { RESULT_DATA_SCHEMAS, resultDataOf } from "../../../model/reservation/types/result-data.js";
import type { ContainerInputs, ContainerOutputs } from "../container.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import { containerWorkload } from "./workload.js";

/** Containers on explorers, which run flists. */
export const containerOnExplorer: ExplorerWorkload<ContainerInputs, ContainerOutputs, Container> = {
  sort: "container",
  type: 1,
  is: (workload) => workload.workloadType === 1,
  workload: containerWorkload,
  secrets: ({ secretEnvironment }) => secretEnvironment,
  withSecrets: (workload, secretEnvironment) => ({
    ...workload,
    secretEnvironment: { ...secretEnvironment },
  }),
  refusals: ({ image, network }) => [
    ...(/^https?:\/\//.test(image)
      ? []
      : ["image: must be the address of an flist, as https://hub.example/x.flist"]),
    ...(network === undefined
      ? ["network: is missing; nodes of explorers run no container without one"]
      : []),
  ],
  asFound: (workload, last) => {
    const { capacity, environment, flist, hubUrl, entrypoint, interactive, logs, stats } = workload;
    const [connection] = workload.networkConnection;
    return {
      ...last,
      ...{ image: flist, hubUrl, environment, entrypoint, interactive },
      volumes: workload.volumes.map(({ volumeId, mountpoint }) => ({ volume: volumeId, mountpoint })),
      network:
        connection === undefined
          ? undefined
          : {
              network: connection.networkId,
              ip: connection.ipaddress,
              publicIp6: connection.publicIp6,
            },
      logs: logs.map(({ data: { stdout, stderr } }) => ({ stdout, stderr })),
      stats: stats.map(({ data: { endpoint } }) => ({ endpoint })),
      cpu: capacity.cpu,
      memory: capacity.memory,
      diskSize: capacity.diskSize,
      diskType: capacity.diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd ? "ssd" : "hdd",
    };
  },
  outputs: (answer, { result, networkConnection }) => ({
    ...answer,
    ip: resultDataOf(RESULT_DATA_SCHEMAS[1], result.dataJson)?.ipv4 ?? networkConnection[0]?.ipaddress ?? "",
    imageDigest: "",
    containerName: "",
  }),
};
