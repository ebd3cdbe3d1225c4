import { MOST_STARTS, RESTART_S, START_WINDOW_S } from "./restart-limits.js";

/** systemd units by file name. Their instances are the services; only the boot unit is enabled. */
export function systemdUnits(stateFolder: string): Readonly<Record<string, string>> {
  const program = (name: string): string => `/bin/sh -eu ${stateFolder}/s/%i/${name}`;
  return {
    "groundplan-simple@.service": `[Unit]
Description=groundplan workload %i
RequiresMountsFor=${stateFolder}
StartLimitIntervalSec=${START_WINDOW_S}
StartLimitBurst=${MOST_STARTS}

[Service]
Type=exec
ExecStart=${program("start")}
ExecStop=${program("stop")}
Restart=always
RestartSec=${RESTART_S}
TimeoutStopSec=30
`,
    "groundplan-oneshot@.service": `[Unit]
Description=groundplan workload %i
RequiresMountsFor=${stateFolder}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${program("start")}
ExecStop=${program("stop")}
TimeoutStartSec=120
TimeoutStopSec=30
`,
    "groundplan.service": `[Unit]
Description=Begins the workloads of groundplan in their order
Wants=network-online.target
After=network-online.target local-fs.target
RequiresMountsFor=${stateFolder}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh ${stateFolder}/boot.d/50-groundplan
TimeoutStartSec=infinity

[Install]
WantedBy=multi-user.target
`,
  };
}
