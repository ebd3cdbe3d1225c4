import { parseRange, rangeHoldsRange } from "../../../model/reservation/scalars/ip-range.js";
import type { Problem } from "../../../model/shared/problem.js";
import type { NetworkResourceInputs } from "../network-resource.js";

/** What the schema cannot say. */
export function networkResourceFaults(inputs: NetworkResourceInputs): readonly Problem[] {
  return [...keyFaults(inputs), ...subnetFaults(inputs), ...peerFaults(inputs)];
}

function keyFaults({ explorer, key }: NetworkResourceInputs): readonly Problem[] {
  if (explorer !== undefined || key !== undefined) return [];
  return [{ path: "key", reason: "is missing", fix: "set it to the `workloadId` of the node's NetworkKey" }];
}

function subnetFaults({ networkRange, range }: NetworkResourceInputs): readonly Problem[] {
  const [network, subnet] = [parseRange(networkRange), parseRange(range)];
  if (network === undefined || subnet === undefined) return [];
  // The first address is the bridge's own, and one workload at least wants another.
  const tooSmall = subnet.prefix > 126;
  return [
    ...(rangeHoldsRange(network, subnet)
      ? []
      : [{ path: "range", reason: `${range} must be inside the network's range ${networkRange}` }]),
    ...(tooSmall
      ? [{ path: "range", reason: `${range} has no room for addresses; a /30 is the least` }]
      : []),
  ];
}

/** WireGuard gives a range to one peer, whichever comes last: another one would show as drift for ever. */
function peerFaults({ peers }: NetworkResourceInputs): readonly Problem[] {
  const seen = new Map<string, string>();
  return peers.flatMap(({ publicKey, allowedRanges }, index) => [
    ...(peers.findIndex((other) => other.publicKey === publicKey) < index
      ? [{ path: `peers[${index}].publicKey`, reason: "is the key of another peer as well" }]
      : []),
    ...allowedRanges.flatMap((range, at) => {
      const other = seen.get(range);
      seen.set(range, publicKey);
      return other === undefined || other === publicKey
        ? []
        : [
            {
              path: `peers[${index}].allowedRanges[${at}]`,
              reason: `${range} is reached by another peer already`,
            },
          ];
    }),
  ]);
}
