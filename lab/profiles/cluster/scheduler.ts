import type { Daemon } from "../../host/daemon.js";
import { loopbackServer } from "./loopback-server.js";
import type { Pki } from "./pki.js";

/** What a scheduler of the lab is started with. */
export interface SchedulerSettings {
  readonly port: number;
  readonly kubeconfig: string;
  readonly pki: Pki;
}

/** Gives pods their node. */
export function scheduler(binary: string, { port, kubeconfig, pki }: SchedulerSettings): Daemon {
  return loopbackServer({
    name: "kube-scheduler",
    binary,
    port,
    pki,
    args: [`--kubeconfig=${kubeconfig}`, "--leader-elect=false"],
    healthPath: "/healthz",
    readyWithinMs: 60_000,
    configFiles: [kubeconfig],
  });
}
