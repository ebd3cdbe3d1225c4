import { X509Certificate } from "node:crypto";
import { Failure } from "../../../model/shared/errors.js";
import { secretName } from "../../../model/vimana/names.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import { clusterTarget } from "../../targets/cluster.js";
import type { DevCertificatesInputs, DevCertificatesOutputs } from "../dev-certificates.js";
import { endOf, mustRenew } from "./key-pair.js";
import { foreignness, openVault } from "./secrets.js";
import { authoritySecret } from "./settle.js";

/** Names that one line tells. */
const MOST_NAMES = 10;

/**
 * Tells which certificates come, go and are renewed, and refuses Secrets of others. Looks at the cluster only for hosts
 * that are new.
 */
export async function planCertificates(
  context: KindContext,
  { old, news, unknown }: PlanRequest<DevCertificatesInputs, DevCertificatesOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) return undefined;
  // Nothing is unknown, so every checked input is there.
  const inputs = news as DevCertificatesInputs;
  const certificates = old?.outputs.certificates ?? {};
  const wanted = Object.keys(inputs.hosts).sort();
  const added = wanted.filter((host) => certificates[host] === undefined);
  await refuseForeign(context, inputs, old === undefined, added);

  const now = context.now();
  const renewed = wanted.filter((host) => {
    const { notAfter } = certificates[host] ?? {};
    return notAfter !== undefined && mustRenew(Date.parse(notAfter), now);
  });
  const gone = Object.keys(certificates).filter((host) => inputs.hosts[host] === undefined);
  const kept = gone.filter((host) => old?.inputs.hosts[host]?.retainSecret === true);
  const removed = gone.filter((host) => !kept.includes(host));
  return {
    summary: `development certificates of Vimana ${inputs.namespace}/${inputs.vimana}`,
    steps: [
      ...(old === undefined ? [`make the authority in Secret ${authoritySecret(inputs.vimana)}`] : []),
      ...(old !== undefined && endsSoon(old.outputs.ca, now)
        ? ["make a new authority, whose certificate clients have to trust, and issue all certificates anew"]
        : []),
      ...(old?.inputs.inStep === false ? ["restore the Secrets that are gone or were changed by hand"] : []),
      ...step("issue", added),
      ...step("renew", renewed),
      ...step("remove", removed),
    ],
    notes: kept.map((host) => `Secret ${secretName(host)} of ${host} stays`),
  };
}

async function refuseForeign(
  context: KindContext,
  inputs: DevCertificatesInputs,
  isNew: boolean,
  hosts: readonly string[],
): Promise<void> {
  const secrets = [...(isNew ? [authoritySecret(inputs.vimana)] : []), ...hosts.map(secretName)];
  if (secrets.length === 0) return;
  const vault = await openVault(context, await context.target(clusterTarget, inputs.cluster), inputs);
  const foreign = secrets.flatMap((secret) => foreignness(vault, secret) ?? []);
  if (foreign.length === 0) return;
  throw new Failure({
    what: `Secrets of others are in the way:\n${foreign.map((line) => `  ${line}`).join("\n")}\n`,
    where: `cluster ${inputs.cluster}`,
    next: "Remove them, choose another tls.mode, or take them over with adopt: true",
  });
}

function step(verb: string, hosts: readonly string[]): string[] {
  if (hosts.length === 0) return [];
  const shown = hosts.slice(0, MOST_NAMES).join(", ");
  const more = hosts.length > MOST_NAMES ? ` and ${hosts.length - MOST_NAMES} more` : "";
  return [`${verb} ${hosts.length === 1 ? "the certificate" : "certificates"} of ${shown}${more}`];
}

function endsSoon(certificate: string, now: number): boolean {
  return mustRenew(endOf(new X509Certificate(certificate)), now);
}
