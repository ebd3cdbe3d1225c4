/** What a network is called on its node. */
export interface NodeNetwork {
  /** 13 characters. */
  readonly networkId: string;
  readonly namespace: string;
  readonly bridge: string;
  readonly tunnel: string;
}

/**
 * The names of a node's part of a network, which follow from the id of its workload: so two of a stack, or of two
 * stacks, never meet.
 */
export function nodeNetwork(workloadId: string): NodeNetwork {
  const networkId = workloadId.slice(workloadId.indexOf("-") + 1);
  return {
    networkId,
    namespace: `n-${networkId}`,
    bridge: `b-${networkId}`,
    tunnel: `w-${networkId}`,
  };
}
