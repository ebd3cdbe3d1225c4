/** What belongs to a network is called. */
export const NAMES = `
# network_names WORKLOAD: sets the names of what the workload has on the node.
network_names() {
  net_id=\${1#network-}
  namespace=n-$net_id
  bridge=b-$net_id
  tunnel=w-$net_id
  outside=p-$net_id
  table_name=gp-$net_id
}
`;
