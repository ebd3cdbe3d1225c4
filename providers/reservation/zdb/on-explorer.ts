import { ZdbDiskTypeEnum } from "../../../model/reservation/types/enums/disk-type.js";
import { ZdbModeEnum } from "../../../model/reservation/types/enums/zdb-mode.js";
import { RESULT_DATA_SCHEMAS, resultDataOf } from "../../../model/reservation/types/result-data.js";
import type { Zdb } from "../../../model/reservation/types/zdb.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import type { ZdbInputs, ZdbOutputs } from "../zdb.js";
import { zdbWorkload } from "./workload.js";

/** Namespaces of 0-dbs on explorers. */
export const zdbOnExplorer: ExplorerWorkload<ZdbInputs, ZdbOutputs, Zdb> = {
  sort: "zdb",
  type: 0,
  is: (workload) => workload.workloadType === 0,
  workload: zdbWorkload,
  secrets: ({ password }) => (password === undefined ? {} : { password }),
  withSecrets: (workload, { password = "" }) => ({ ...workload, password }),
  asFound: ({ size, mode, diskType, public: isPublic }, last) => ({
    ...last,
    size,
    mode: mode === ZdbModeEnum.ZdbModeSeq ? "seq" : "user",
    diskType: diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd ? "ssd" : "hdd",
    public: isPublic,
  }),
  outputs: (answer, { result }) => {
    const data = resultDataOf(RESULT_DATA_SCHEMAS[0], result.dataJson);
    return { ...answer, namespace: data?.Namespace ?? "", ips: data?.IPs ?? [], port: data?.Port ?? 0 };
  },
  holdsData: true,
};
