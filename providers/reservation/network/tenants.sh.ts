/** Who lives in a network: workloads that remember its id under `network`. */
export const TENANTS = `
# tenants_of NETWORK: tenants becomes their ids, a blank before each.
tenants_of() {
  tenants=
  for net_file in "$state_folder"/w/*/keep.network; do
    if [ -e "$net_file" ] && [ "$(cat "$net_file")" = "$1" ]; then
      net_file=\${net_file%/keep.network}
      tenants="$tenants \${net_file##*/}"
    fi
  done
}
`;
