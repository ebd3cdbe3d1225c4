import type { NodeScript } from "../../../../clients/node/types.js";
import { NETWORK } from "../../network/place.sh.js";
import { LOOK } from "./look.sh.js";
import { GROUPS } from "./machine.sh.js";

/** Asks every Kubernetes node's own cluster about it. */
export const INSPECT_KUBERNETES: NodeScript = {
  name: "kubernetes-inspect",
  text: `${NETWORK}
${GROUPS}
${LOOK}
inspect_one() {
  id=$record_id kube=$record_folder/k3s
  recall "$id" role
  role=$recalled
  if [ -z "$role" ]; then return 0; fi
  recall "$id" binary
  binary=$recalled
  recall "$id" network
  network=$recalled
  recall "$id" secrets
  kube_secrets
  secret=false
  if [ "$digest" = "$recalled" ]; then secret=true; fi
  kube_name
  kube_group
  kube_limits
  place_find "$id"
  service_state "$id"
  service=$state ready=false trouble="it does not run"
  if [ "$service" = running ] && kube_ready; then ready=true trouble=; fi
  rec_content config "$kube/kubeconfig"
  object own text name "$name" text service "$service" flag ready "$ready" text trouble "$trouble" text binary "$binary" \\
    text network "$network" text address "\${place_address%/*}" flag secret "$secret" number memory "$limit_memory" number quota "$limit_quota" text kubeconfig "$config"
  object row text id "$id" json own "$own"
  push workloads "$row"
}

workloads=
each_record kubernetes inspect_one
answer json workloads "[$workloads]"
`,
};
