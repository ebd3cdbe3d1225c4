import { without } from "../../clients/kubernetes/without.js";
import { secretName } from "../../model/vimana/names.js";
import type { KindContext } from "../runtime/context.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindHandlers } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import { clusterTarget } from "../targets/cluster.js";
import { heldAuthority, heldCertificate, heldFingerprint, KEYS } from "./certificates/judge.js";
import { planCertificates } from "./certificates/plan.js";
import { openVault, removeSecret, textsIn, type Vault } from "./certificates/secrets.js";
import { authoritySecret, idOf, issuedOf, settle } from "./certificates/settle.js";
import type { DevCertificatesInputs, DevCertificatesOutputs } from "./dev-certificates.js";

/** What development certificates do. */
export const devCertificatesHandlers: KindHandlers<DevCertificatesInputs, DevCertificatesOutputs> = {
  plan: planCertificates,

  async create(context, inputs) {
    const vault = await vaultOf(context, inputs);
    return { id: idOf(inputs), outputs: await settle(vault, inputs, {}) };
  },

  async read(context, _id, { inputs, outputs }) {
    const vault = await vaultOf(context, inputs);
    const name = authoritySecret(inputs.vimana);
    const authority = heldAuthority(textsIn(vault, name));
    const spoilt = authority === undefined ? [name] : [];
    const certificates = { ...outputs.certificates };
    for (const host of Object.keys(inputs.hosts)) {
      if (authority === undefined) continue;
      const pair = heldCertificate(textsIn(vault, secretName(host)), host, authority);
      if (pair === undefined) spoilt.push(`${secretName(host)} of ${host}`);
      else certificates[host] = issuedOf(host, pair);
    }
    for (const secret of spoilt) {
      context.warn(`drift: Secret ${inputs.namespace}/${secret} is gone or was changed by hand`);
    }
    return {
      inputs: { ...inputs, inStep: spoilt.length === 0 },
      outputs: { ca: authority?.certificate ?? outputs.ca, certificates },
    };
  },

  async update(context, _id, old, inputs) {
    const vault = await vaultOf(context, inputs);
    const gone = hostsOf(old).filter((host) => inputs.hosts[host] === undefined);
    const leaving = withoutRetained(context, old.inputs, gone);
    const retained = gone.filter((host) => !leaving.includes(host));
    const known = without(old.outputs.certificates, ...retained);
    const outputs = await settle(vault, inputs, known);
    try {
      await removeHosts(vault, old.outputs, leaving);
    } catch (error) {
      const certificates = { ...known, ...outputs.certificates };
      throw new PartialFailure(idOf(inputs), { ...outputs, certificates }, [messageOf(error, idOf(inputs))]);
    }
    return { outputs };
  },

  async delete(context, _id, state) {
    const vault = await vaultOf(context, state.inputs);
    await removeHosts(vault, state.outputs, withoutRetained(context, state.inputs, hostsOf(state)));
    await removeSecret(
      vault,
      authoritySecret(state.inputs.vimana),
      (held) => held[KEYS.certificate] === state.outputs.ca,
    );
  },
};

async function vaultOf(context: KindContext, inputs: DevCertificatesInputs): Promise<Vault> {
  return openVault(context, await context.target(clusterTarget, inputs.cluster), inputs);
}

/** Every host that may have a Secret because of this resource. */
function hostsOf({
  inputs,
  outputs,
}: {
  readonly inputs: DevCertificatesInputs;
  readonly outputs: DevCertificatesOutputs;
}): string[] {
  return [...new Set([...Object.keys(inputs.hosts), ...Object.keys(outputs.certificates)])];
}

/** The hosts whose Secrets go; of the others it is said that they stay. */
function withoutRetained(
  context: KindContext,
  { hosts }: DevCertificatesInputs,
  gone: readonly string[],
): string[] {
  return gone.filter((host) => {
    const stays = hosts[host]?.retainSecret === true;
    if (stays) context.info(`Secret ${secretName(host)} of ${host} stays`);
    return !stays;
  });
}

async function removeHosts(
  vault: Vault,
  { certificates }: DevCertificatesOutputs,
  hosts: readonly string[],
): Promise<void> {
  await Promise.all(
    hosts.map((host) => {
      const recorded = certificates[host]?.fingerprint;
      return removeSecret(
        vault,
        secretName(host),
        (held) => recorded !== undefined && heldFingerprint(held) === recorded,
      );
    }),
  );
}
