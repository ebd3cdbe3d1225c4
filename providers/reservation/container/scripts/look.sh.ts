/**
 * What `podman` tells of one container, a line each. JSON stays as podman makes it, since a node has nothing that reads
 * JSON. The environment comes line by line, so that secret values can be left out on the node.
 */
const TEMPLATE = `name {{.Name}}
state {{.State.Status}}
pid {{.State.Pid}}
cgroup {{.State.CgroupPath}}
head {"image":{{json .ImageName}},"digest":{{json .ImageDigest}},"path":{{json .Path}},"args":{{json .Args}},"terminal":{{.Config.Tty}},"input":{{.Config.OpenStdin}},"namespace":{{json .HostConfig.NetworkMode}},"mounts":[{{range $i, $m := .Mounts}}{{if $i}},{{end}}{"source":{{json $m.Source}},"mountpoint":{{json $m.Destination}},"writable":{{$m.RW}}}{{end}}]
{{range .Config.Env}}env {{json .}}
{{end}}end`;

/**
 * Looking at containers, which are called as their workloads, `container-<key>`. What is found is in variables that
 * end with the key: `state_…`, `pid_…`, `cgroup_…` and, as JSON, `made_…`; empty for a container that is not there.
 */
export const LOOK = `
look_template='${TEMPLATE}'

# hide_secrets ID: hidden becomes the names of its secret variables, each between blanks.
hide_secrets() {
  recall "$1" secrets
  hidden=' '
  for word in $recalled; do
    case $word in name=*) hidden="$hidden\${word#name=} " ;; esac
  done
}

# look ID …: sets the variables of each.
look() {
  for look_id do
    key=\${look_id#container-}
    eval "state_$key= pid_$key= cgroup_$key= made_$key="
  done
  if [ $# -eq 0 ]; then return 0; fi
  look_whole=true
  # When one is missing, podman tells of the others and fails.
  look_lines=$(podman container inspect --format "$look_template" "$@" 2>/dev/null) || look_whole=false
  while IFS= read -r line; do
    rest=\${line#* }
    case $line in
      'name '*) key=\${rest#container-} variables= head=; hide_secrets "$rest" ;;
      'state '*) eval "state_$key=\\$rest" ;;
      'pid '*) eval "pid_$key=\\$rest" ;;
      'cgroup '*) eval "cgroup_$key=\\$rest" ;;
      'head '*) head=$rest ;;
      'env '*)
        name=\${rest#?} name=\${name%%=*}
        case $hidden in *" $name "*) ;; *) variables="$variables\${variables:+,}$rest" ;; esac ;;
      end) eval "made_$key=\\$head',\\"environment\\":['\\$variables']}'" ;;
    esac
  done <<LOOK_END
$look_lines
LOOK_END
  if [ "$look_whole" = true ]; then return 0; fi
  for look_id do
    seen made "$look_id"
    if [ -z "$made" ]; then look_missing "$look_id"; fi
  done
}

# look_missing ID: fails unless podman says for sure that there is no such container.
look_missing() {
  look_code=0
  podman container exists "$1" || look_code=$?
  if [ "$look_code" != 1 ]; then fail "podman does not tell what the container $1 is like"; fi
}

# seen VARIABLE ID: sets state, pid, cgroup or made to what was found of a container.
seen() { eval "$1=\\$$1_\${2#container-}"; }
`;
