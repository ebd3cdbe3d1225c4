/** How a Kubernetes node fares. Needs `id`, `kube`, `binary` and `role`. */
export const LOOK = `
# kube_name: name becomes what the cluster calls this node. Names of Kubernetes have no capitals.
kube_name() { name=$(printf '%s' "$id" | tr A-Z a-z); }

# kube_secrets: digest becomes that of the secrets which k3s starts with.
kube_secrets() {
  rec_content kube_token "$kube/token"
  rec_content kube_config "$kube/config.yaml"
  secret_digest "$kube_token $kube_config"
}

# kube_asks WORD…: asks the cluster as this node may.
kube_asks() {
  if [ "$role" = server ]; then kube_config=$kube/kubeconfig; else kube_config=$kube/data/agent/kubelet.kubeconfig; fi
  [ -s "$kube_config" ] || return 1
  K3S_DATA_DIR=$kube/data timeout 20 nsenter "--net=/run/netns/$id" "$binary" kubectl "--kubeconfig=$kube_config" --request-timeout=10s "$@" </dev/null 2>/dev/null
}

# kube_ready: whether the cluster and this node in it are; else trouble says what is not.
kube_ready() {
  trouble="its API does not answer"
  answered=$(kube_asks get --raw /readyz) || return 1
  trouble="its API is not ready"
  [ "$answered" = ok ] || return 1
  trouble="the cluster does not know it"
  answered=$(kube_asks get node "$name" '--output=jsonpath={.status.conditions[?(@.type=="Ready")].status}') || return 1
  trouble="the cluster says that it is not ready"
  [ "$answered" = True ]
}
`;
