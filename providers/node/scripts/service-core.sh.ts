/**
 * What scripts and the boot entry both know of services: where they are, how they stand, how they are started and
 * stopped. A service is a folder below `s` with the programs `start` and `stop` and its `kind`. systemd runs them where
 * it is the first process; elsewhere our supervisor does. Names that begin with `svc_` are the library's own.
 */
export const SERVICE_CORE = `
svc_root=$state_folder/s
svc_run=$run_folder/s
svc_boot=$state_folder/boot.d/50-groundplan
svc_states=
# This folder is there where systemd is the first process.
svc_init=\${svc_init:-/run/systemd/system}

svc_systemd() { [ -d "$svc_init" ]; }

# wait_until SECONDS FUNCTION: 1 when the time is over.
wait_until() {
  svc_tries=$(($1 * 20))
  until "$2"; do
    svc_tries=$((svc_tries - 1))
    [ "$svc_tries" -gt 0 ] || return 1
    sleep 0.05
  done
}

# svc_of ID: sets svc_id, svc_folder, svc_kind and svc_unit; 1 when there is no such service.
svc_of() {
  svc_id=$1 svc_folder=$svc_root/$1 svc_kind=
  [ -s "$svc_folder/kind" ] || return 1
  read -r svc_kind svc_order <"$svc_folder/kind"
  svc_unit=groundplan-$svc_kind@$1.service
}

# svc_since PID: svc_began becomes when a process began; empty when it does not live.
svc_since() {
  svc_began=
  { read -r svc_stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- \${svc_stat##*) }
  case $1 in Z | X) ;; *) svc_began=\${20} ;; esac
}

# svc_tell FILE PID: writes down which process it is.
svc_tell() {
  svc_since "$2"
  printf '%s %s\\n' "$2" "$svc_began" >"$1"
}

# svc_lives FILE: whether the process that was written down lives; sets svc_pid.
svc_lives() {
  svc_pid=
  [ -s "$1" ] || return 1
  read -r svc_pid svc_known <"$1"
  svc_since "$svc_pid"
  [ -n "$svc_began" ] && [ "$svc_began" = "$svc_known" ]
}

# service_state ID: state becomes running, restarting, done, stopped, failed or missing.
service_state() {
  state=missing
  svc_of "$1" || return 0
  if svc_systemd; then
    svc_unit_state
  elif [ -s "$svc_run/$1/state" ]; then
    read -r state <"$svc_run/$1/state"
  elif ! svc_lives "$svc_run/$1/supervisor"; then
    state=stopped
  elif svc_lives "$svc_run/$1/child"; then
    state=running
  else
    state=restarting
  fi
}

svc_unit_state() {
  if [ -z "$svc_states" ]; then
    svc_states=$(systemctl show --property Id,ActiveState,SubState 'groundplan-*@*.service' | tr '\\n' ' ')
    svc_states=" $svc_states"
  fi
  state=stopped
  case $svc_states in *" Id=$svc_unit "*) ;; *) return 0 ;; esac
  svc_found=\${svc_states#*" Id=$svc_unit "}
  case $svc_found in
    "ActiveState=active SubState=running "*) state=running ;;
    "ActiveState=active SubState=exited "*) state=done ;;
    ActiveState=failed*) state=failed ;;
    ActiveState=activating* | ActiveState=reloading*) state=restarting ;;
  esac
}

# service_start ID: begins what does not run yet. What is to be done once is done when this returns.
service_start() {
  svc_of "$1" || fail "there is no service $1"
  service_state "$1"
  case $state in running | restarting | done) return 0 ;; esac
  if svc_systemd; then
    svc_states=
    systemctl reset-failed "$svc_unit" 2>/dev/null || :
    systemctl start "$svc_unit" || fail "$1 does not start: $(journalctl -q -u "$svc_unit" -n 3 -o cat | tr '\\n' ' ')"
  elif [ "$svc_kind" = oneshot ]; then
    mkdir -p "$svc_run/$1"
    rm -f "$svc_run/$1/state"
    if ! sh -eu "$svc_folder/start" </dev/null >/dev/null; then
      printf 'failed\\n' >"$svc_run/$1/state"
      fail "$1 does not start"
    fi
    printf 'done\\n' >"$svc_run/$1/state"
  else
    svc_stop_here
    mkdir -p "$svc_run/$1"
    setsid sh "$svc_boot" supervise "$1" </dev/null >/dev/null 2>&1 &
    svc_tell "$svc_run/$1/supervisor" $!
    wait_until 10 svc_has_begun || fail "the supervisor of $1 does not start"
  fi
}

svc_has_begun() { [ -s "$svc_run/$svc_id/child" ] || [ -s "$svc_run/$svc_id/state" ]; }

# service_stop ID: ends it; it begins again with service_start or at the next boot.
service_stop() {
  svc_of "$1" || return 0
  if svc_systemd; then
    svc_states=
    systemctl stop "$svc_unit"
    systemctl reset-failed "$svc_unit" 2>/dev/null || :
  else
    svc_stop_here
  fi
}

svc_stop_here() {
  if svc_lives "$svc_run/$svc_id/supervisor"; then
    kill -s TERM "$svc_pid" 2>/dev/null || :
    wait_until 60 svc_supervisor_ended || kill -s KILL "$svc_pid" 2>/dev/null || :
  fi
  if [ "$svc_kind" = oneshot ]; then
    if [ -s "$svc_run/$svc_id/state" ]; then svc_halt; fi
  elif svc_lives "$svc_run/$svc_id/child"; then
    svc_child=$svc_pid
    svc_end_child
  fi
  rm -rf "\${svc_run:?}/$svc_id"
}

svc_supervisor_ended() { ! svc_lives "$svc_run/$svc_id/supervisor"; }

# svc_halt: the service's own way to stop; it may find nothing to stop.
svc_halt() {
  if [ -s "$svc_folder/stop" ]; then timeout 30 sh -eu "$svc_folder/stop" </dev/null >/dev/null 2>&1 || :; fi
}

# svc_end_child: ends the processes of svc_child with its group.
svc_end_child() {
  svc_halt
  kill -s TERM -- "-$svc_child" 2>/dev/null || :
  wait_until 10 svc_group_ended || kill -s KILL -- "-$svc_child" 2>/dev/null || :
}

svc_group_ended() { ! kill -s 0 -- "-$svc_child" 2>/dev/null; }
`;
