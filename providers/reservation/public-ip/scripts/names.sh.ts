/** What belongs to a public address is called. */
export const NAMES = `
# address_names WORKLOAD NETWORK: sets the names of what the address has on the node and in the network.
address_names() {
  table_name=gp-\${1#publicip-}
  namespace=n-$2
  outside=p-$2
}

# route_table_of TRANSIT: route_table becomes the number of its own routing table.
route_table_of() {
  route_table=\${1#100.127.}
  route_table=$((100000 + \${route_table%.*} * 256 + \${route_table#*.}))
}
`;
