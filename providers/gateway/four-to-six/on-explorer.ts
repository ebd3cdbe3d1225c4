import { sixConfiguration } from "../../../model/gateway/six/client-configuration.js";
import { gateway4To6Schema, type Gateway4To6 } from "../../../model/reservation/types/gateway4to6.js";
import { RESULT_DATA_SCHEMAS, resultDataOf } from "../../../model/reservation/types/result-data.js";
import type { ExplorerWorkload } from "../../reservation/explorer/definition.js";
import type { Gateway4To6Inputs, Gateway4To6Outputs } from "../four-to-six.js";

/** IPv6 addresses on explorers: the gateway tells address and peer when it is done. */
export const fourToSixOnExplorer: ExplorerWorkload<Gateway4To6Inputs, Gateway4To6Outputs, Gateway4To6> = {
  sort: "4to6",
  type: 9,
  is: (workload) => workload.workloadType === 9,
  workload: ({ publicKey }) => gateway4To6Schema.parse({ publicKey }),
  refusals: ({ customer }, tid) =>
    customer === "" || customer === tid ? [] : [`customer: is ${customer}, and ${tid} is who signs`],
  asFound: ({ publicKey }, last) => ({ ...last, publicKey }),
  outputs: (answer, { result }) => {
    const data = resultDataOf(RESULT_DATA_SCHEMAS[9], result.dataJson);
    const ips = data?.ips ?? [];
    const peers = (data?.peers ?? []).map(({ public_key, endpoint, allowed_ips }) => ({
      publicKey: public_key,
      endpoint,
      allowedIps: allowed_ips,
    }));
    return { ...answer, ips, peers, config: sixConfiguration({ ips, peers }) };
  },
};
