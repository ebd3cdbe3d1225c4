import { quoted } from "../../../clients/node/shell-words.js";
import { BOOT_MARK, BOOT_PROGRAM } from "./boot.sh.js";
import { SERVICE_CORE } from "./service-core.sh.js";
import { systemdUnits } from "./units.js";

/** Where scripts put the path of the node's folder into units. */
const FOLDER = "@state@";

const units = Object.entries(systemdUnits(FOLDER)).map(([name, text]) => `${name} ${quoted(text)}`);

/** What runs for longer than a script, and comes back after a reboot. Needs the functions of `records.sh.ts`. */
export const SERVICES = `
${SERVICE_CORE}
svc_program=${quoted(BOOT_PROGRAM)}
svc_units=${quoted(units.join(" "))}
svc_unit_folder=/etc/systemd/system

# service_define ID simple|oneshot START STOP [ORDER]: writes down what a service does, and begins nothing. START of a
# simple one stays in the foreground; STOP is run whenever it has ended or is to end. service_changed becomes whether
# it was another one before.
service_define() {
  case $1 in '' | .* | *[!A-Za-z0-9._-]*) fail "$1 cannot be the name of a service" ;; esac
  service_changed=false
  svc_install
  svc_folder=$svc_root/$1
  if svc_of "$1" && [ "$svc_kind" != "$2" ]; then service_remove "$1"; fi
  [ -d "$svc_folder" ] || mkdir -p "$svc_folder"
  svc_head='LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
cd /
'
  svc_put "$svc_folder/start" "$svc_head$3"
  svc_put "$svc_folder/stop" "\${4:+$svc_head$4}"
  svc_before=$service_changed
  svc_put "$svc_folder/kind" "$2 \${5:-50}"
  service_changed=$svc_before
}

# svc_put FILE TEXT: writes a file that is not so yet; service_changed becomes true then.
svc_put() {
  rec_content svc_text "$1"
  if [ -f "$1" ] && [ "$svc_text" = "\${2%
}" ]; then return 0; fi
  { printf '%s\\n' "\${2%
}" >"$1.new" && chmod 700 "$1.new" && mv -f "$1.new" "$1"; } 2>/dev/null || {
    rm -f "$1.new"
    fail "cannot write $1: is the disk full?"
  }
  service_changed=true
}

# svc_install: what begins services at boot, and systemd's units where it runs.
svc_install() {
  if [ -f "$svc_boot" ]; then
    { read -r _ && read -r svc_mark; } <"$svc_boot" || :
    if [ "$svc_mark" = ${quoted(BOOT_MARK)} ]; then return 0; fi
  fi
  mkdir -p "$svc_root" "\${svc_boot%/*}"
  if svc_systemd; then
    eval "set -- $svc_units"
    while [ $# -gt 0 ]; do
      svc_unit_text=$(printf '%s' "$2" | sed "s|${FOLDER}|$state_folder|g")
      put_file "$svc_unit_folder/$1" 644 "$svc_unit_text
"
      shift 2
    done
    systemctl daemon-reload
    systemctl enable -q groundplan.service
  fi
  put_file "$svc_boot" 700 "#!/bin/sh
${BOOT_MARK}
state_folder=$state_folder
run_folder=$run_folder
$svc_program"
}

# service_remove ID: ends it and forgets it.
service_remove() {
  svc_of "$1" || { rm -rf "\${svc_root:?}/$1"; return 0; }
  service_stop "$1"
  rm -rf "\${svc_root:?}/$1"
}
`;
