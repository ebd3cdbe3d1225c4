import { z } from "zod";
import { Failure } from "../../../model/shared/errors.js";
import type { Daemon } from "../../host/daemon.js";
import { ask } from "../../host/probes.js";
import { logFile } from "../../host/records.js";
import { stopProcesses } from "../../host/stop.js";
import { waitUntil } from "../../host/wait.js";
import type { Api } from "../cluster/api.js";
import type { Lab } from "../lab.js";
import { GATEWAY_CLASS } from "./paths.js";

const READY_PORT = 19003;
const WITHIN_MS = 10_000;
const GRACE_MS = 1000;

const gateways = z.looseObject({
  items: z.array(
    z.looseObject({
      spec: z.looseObject({ gatewayClassName: z.string() }),
      status: z
        .looseObject({
          listeners: z
            .array(
              z.looseObject({
                conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
              }),
            )
            .default([]),
        })
        .default({ listeners: [] }),
    }),
  ),
});

/**
 * Waits until Envoy serves the Gateways that there are. The controller starts it with the first of them, and does
 * not start it again when it died: then the controller is started anew.
 * @returns Names of the daemons that were started.
 * @throws Failure when that does not help.
 */
export async function ensureEnvoy(
  { folder, supervisor, report }: Lab,
  api: Api,
  controller: Daemon,
  address: string,
): Promise<readonly string[]> {
  if (!(await isWanted(api)) || (await answers(address))) return [];
  report.status("starting Envoy again");
  const process = supervisor.running(controller.name);
  if (process !== undefined) await stopProcesses([process], GRACE_MS);
  const started = await supervisor.ensure([controller]);
  if (await answers(address)) return started;
  throw new Failure({
    what: `Envoy does not answer within ${WITHIN_MS / 1000} s`,
    where: address,
    next: `See ${logFile(folder, controller.name)}`,
  });
}

async function isWanted(api: Api): Promise<boolean> {
  const { body } = await api("GET", "/apis/gateway.networking.k8s.io/v1/gateways");
  return gateways
    .parse(body)
    .items.filter(({ spec }) => spec.gatewayClassName === GATEWAY_CLASS)
    .flatMap(({ status }) => status.listeners)
    .some(({ conditions }) =>
      conditions.some(({ type, status }) => type === "Programmed" && status === "True"),
    );
}

async function answers(address: string): Promise<boolean> {
  const probe = { type: "http", url: `http://${address}:${READY_PORT}/ready`, expect: [200] } as const;
  return (await waitUntil(() => ask(probe, () => undefined), WITHIN_MS)) === undefined;
}
