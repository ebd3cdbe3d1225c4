import { setTimeout as delay } from "node:timers/promises";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { routeName, serverName, serverObjectName, serviceName } from "../../../model/vimana/names.js";
import type { KindContext } from "../../runtime/context.js";
import type { ReadyGateInputs } from "../ready-gate.js";
import { AS_LONG_AS_THE_OPERATION } from "../waits.js";
import { objectsIn } from "../objects-in.js";

const ROUTE = { apiVersion: "gateway.networking.k8s.io/v1", kind: "GRPCRoute" } as const;
const SERVER = { apiVersion: "api.vimana.host/v1alpha1", kind: "Server" } as const;

/**
 * Waits until the operator's route sends no calls to a version, and from then on for the drain, in which the gateway
 * learns of it and calls under way end. The operator changes its route some time after the weights, so its own write
 * is what counts. A version that keeps its weight goes without its gate only, and nothing is waited for.
 */
export async function drain(
  context: KindContext,
  client: KubernetesClient,
  inputs: ReadyGateInputs,
): Promise<void> {
  const { namespace, fullName, drainSeconds } = inputs;
  if (await staysInUse(client, inputs)) return;
  const route = await client.waitFor(
    { ...ROUTE, namespace, name: partsOf(fullName).domain },
    (found) => {
      const sends = found !== undefined && sendsTo(found, serviceName(fullName));
      if (sends) context.status(`waiting until its domain's GRPCRoute sends nothing to ${fullName} any more`);
      return !sends;
    },
    { timeoutMs: AS_LONG_AS_THE_OPERATION, signal: context.signal },
  );
  if (route === undefined) return;
  const since = context.now() - (lastWritten(route) ?? context.now());
  const rest = drainSeconds * 1_000 - Math.max(0, since);
  if (rest <= 0) return;
  context.status(`draining ${fullName}: ${Math.ceil(rest / 1_000)} s`);
  await delay(rest, undefined, { signal: context.signal });
}

/**
 * Whether weights still go to the version: by its Server, or by a route of direct mode, which has the same Services.
 * Weights are taken away before a version goes.
 */
async function staysInUse(
  client: Pick<KubernetesClient, "get">,
  { namespace, fullName }: ReadyGateInputs,
): Promise<boolean> {
  const { domain, server, version } = partsOf(fullName);
  const of = serverName(domain, server);
  const [object, route] = await Promise.all([
    client.get({ ...SERVER, namespace, name: serverObjectName(of) }),
    client.get({ ...ROUTE, namespace, name: routeName(of) }),
  ]);
  const spec = isObject(object?.["spec"]) ? object["spec"] : {};
  const weights = isObject(spec["versionWeights"]) ? spec["versionWeights"] : {};
  return Number(weights[version] ?? 0) > 0 || (route !== undefined && sendsTo(route, serviceName(fullName)));
}

/** The parts of `<domain id>:<server id>@<version>`. */
function partsOf(fullName: string): {
  readonly domain: string;
  readonly server: string;
  readonly version: string;
} {
  const [domain = "", server = "", version = ""] = fullName.split(/[:@]/);
  return { domain, server, version };
}

function sendsTo(route: KubeObject, service: string): boolean {
  const spec = isObject(route["spec"]) ? route["spec"] : {};
  return objectsIn(spec["rules"])
    .flatMap((rule) => objectsIn(rule["backendRefs"]))
    .some(({ name, weight = 1 }) => name === service && weight !== 0);
}

/** Milliseconds since the epoch of the last write to anything but the status, as the API server keeps it. */
function lastWritten({ metadata }: KubeObject): number | undefined {
  const times = objectsIn(metadata["managedFields"])
    .filter(({ subresource }) => subresource !== "status")
    .map(({ time }) => (typeof time === "string" ? Date.parse(time) : NaN))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}
