import type { PublicIP } from "../../../model/reservation/types/public-ip.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import type { PublicIpInputs, PublicIpOutputs } from "../public-ip.js";
import { publicIpWorkload } from "./workload.js";

/** Public addresses on explorers: the farm hands them out, and the workload that has one names it. */
export const publicIpOnExplorer: ExplorerWorkload<PublicIpInputs, PublicIpOutputs, PublicIP> = {
  sort: "publicip",
  type: 11,
  is: (workload) => workload.workloadType === 11,
  workload: publicIpWorkload,
  refusals: ({ gateway, target }) => [
    ...(gateway === undefined ? [] : ["gateway: is the farm's, and not chosen on an explorer"]),
    ...(target === undefined
      ? []
      : [
          "target: has no meaning on an explorer; the Kubernetes node that gets the address names it as `publicIp`",
        ]),
  ],
  asFound: ({ ipaddress }, last) => ({ ...last, address: ipaddress }),
  outputs: (answer, { ipaddress }) => ({ ...answer, ip: ipaddress.replace(/\/.*$/, "") }),
};
