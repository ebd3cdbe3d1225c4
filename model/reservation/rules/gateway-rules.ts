import type { Problem } from "../../shared/problem.js";
import { domainFault } from "../gateway/domain.js";
import { parseIp } from "../scalars/ip-address.js";
import type { AnyWorkloadType, WorkloadOf } from "../types/any-workload.js";
import { below, fault, faultIf, faultWhen, repeated, type Place, type RuleContext } from "./rule.js";
import { cipherFault, portFault, wireguardKeyFault } from "./value-faults.js";

/** The kinds of workload that gateways carry out. */
type GatewayType = Extract<AnyWorkloadType, 5 | 6 | 7 | 8 | 9>;

/** Rules of the own fields of a gateway's workload. */
export function gatewayProblems(
  workload: WorkloadOf<GatewayType>,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  if (workload.workloadType === 9) {
    return faultIf(below(place, "publicKey"), "key", wireguardKeyFault(workload.publicKey));
  }
  const domain = faultIf(below(place, "domain"), "domain", domainFault(workload.domain));
  switch (workload.workloadType) {
    case 5:
      return [
        ...domain,
        ...faultWhen(workload.addr === "", below(place, "addr"), "target", "must be where requests go"),
        ...faultIf(below(place, "port"), "port", portFault(workload.port)),
        ...faultIf(below(place, "portTls"), "port", portFault(workload.portTls)),
      ];
    case 6: {
      const { secret, version } = workload;
      const held = secret === "" && backend === "ledger";
      return [
        ...domain,
        ...faultIf(below(place, "secret"), "cipher", held ? undefined : cipherFault(secret, version)),
      ];
    }
    case 7:
      return [...domain, ...addressProblems(workload, place)];
    case 8:
      return domain;
  }
}

function addressProblems({ ips }: WorkloadOf<7>, place: Place): readonly Problem[] {
  const addresses = ips.map((address, index) => ({ address, at: below(place, "ips", index) }));
  return [
    ...faultWhen(ips.length === 0, below(place, "ips"), "addresses", "must have one address or more"),
    ...addresses.flatMap(({ address, at }) =>
      faultWhen(parseIp(address) === undefined, at, "addresses", `"${address}" is no IP address`),
    ),
    ...repeated(
      addresses,
      ({ address }) => parseIp(address)?.join(".") ?? address,
      ({ address, at }) => fault(at, "addresses", `${address} is there twice`),
    ),
  ];
}
