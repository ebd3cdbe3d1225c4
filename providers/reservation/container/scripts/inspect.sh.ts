import type { NodeScript } from "../../../../clients/node/types.js";
import { DISK } from "./disk.sh.js";
import { LOOK } from "./look.sh.js";
import { NETWORK } from "../../network/place.sh.js";
import { SECRETS } from "./secrets.sh.js";

/** Looks at all containers of the node. What it answers of each is `found.ts`. */
export const INSPECT_CONTAINERS: NodeScript = {
  name: "container-inspect",
  text: `
${LOOK}
${NETWORK}
${DISK}
${SECRETS}
ids= with_secrets=
note() {
  ids="$ids $record_id"
  recall "$record_id" secrets
  with_secrets=$with_secrets$recalled
}
each_record container note
look $ids
if [ -n "$with_secrets" ]; then secrets_list none; fi

# first_of FILE …: value becomes the first word in the first of these files that says more than "max".
first_of() {
  value= second=
  for file do
    if [ -f "$file" ]; then
      read -r value second <"$file" || :
      if [ "$value" != max ]; then return 0; fi
    fi
  done
}

# limits_find CGROUP: memory_most in bytes, cpu_quota and cpu_period; empty or "max" or negative without a limit.
limits_find() {
  groups=/sys/fs/cgroup
  if [ -d "$groups/memory" ]; then
    first_of "$groups/cpu$1/cpu.cfs_period_us"
    cpu_period=$value
    first_of "$groups/cpu$1/cpu.cfs_quota_us"
    cpu_quota=$value
    first_of "$groups/memory$1/memory.limit_in_bytes"
  else
    first_of "$groups$1/cpu.max" "$groups\${1%/*}/cpu.max"
    cpu_quota=$value cpu_period=$second
    first_of "$groups$1/memory.max" "$groups\${1%/*}/memory.max"
  fi
  memory_most=$value
  case $memory_most in max) memory_most=-1 ;; esac
  case $cpu_quota in max) cpu_quota=-1 ;; esac
}

own_of() {
  key=$record_id
  seen made "$key"
  seen pid "$key"
  seen cgroup "$key"
  seen state "$key"
  process=$state
  limits=null
  if [ "$process" = running ]; then
    limits_find "$cgroup"
    if [ -n "$memory_most" ] && [ -n "$cpu_quota" ]; then
      object limits number memory "$memory_most" number quota "$cpu_quota" number period "$cpu_period"
    fi
  fi
  recall "$key" network
  at=null
  if [ -n "$recalled" ]; then
    if [ "$recalled" != "$network_seen" ]; then
      network_seen=$recalled
      if bridge_find "$recalled"; then bridged=true; else gateway= prefix= bridged=false; fi
    fi
    place_find "$key"
    same=true
    if [ "$process" = running ] && ! [ "/proc/$pid/ns/net" -ef "/run/netns/$key" ]; then same=false; fi
    object at flag network "$bridged" flag place "$place" flag same "$same" \\
      maybe address "$place_address" maybe route "$place_gateway" maybe gateway "$gateway" number prefix "$prefix"
  fi
  recall "$key" disk
  disk=null
  if [ -n "$recalled" ]; then
    disk_find "$recalled"
    object disk number most "$disk_most" number used "$disk_used"
  fi
  secrets_differ "$key"
  recall "$key" made
  before=\${recalled:-null}
  recall "$key" mounted
  service_state "$key"
  object own text name "$key" json before "$before" json made "\${made:-null}" text process "$process" text service "$state" \\
    json limits "$limits" json place "$at" json disk "$disk" json secrets "[$tampered]" json mounted "[$recalled]"
  object row text id "$key" json own "$own"
  push workloads "$row"
}
workloads= network_seen=
each_record container own_of
answer json workloads "[$workloads]"
`,
};
