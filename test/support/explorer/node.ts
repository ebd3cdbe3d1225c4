import { publicKeyOf } from "../../../model/reservation/crypto/ed25519.js";
import { decryptSecret } from "../../../model/reservation/crypto/workload-secret.js";
import { globalId } from "../../../model/reservation/pipeline/names.js";
import { hexBytes, hexText } from "../../../model/reservation/scalars/hex.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { resultDataJson, NO_RESULT_DATA } from "../../../model/reservation/types/result-data.js";

/** What a node makes of a workload: it goes well, it fails with a message, or nothing is heard of it. */
export type Outcome = "ok" | "never" | { readonly error: string };

/** A node that carries nothing out and reports as the test wants. */
export interface PretendedNode {
  readonly nodeId: string;
  readonly farmId: string;
  readonly publicKey: string;
  /** Unix seconds of its last sign of life. */
  updated: number;
  /** Whether it asks for work. */
  online: boolean;
  outcome: (workload: AnyWorkload) => Outcome;
  /** Secrets of workloads as the node has decrypted them, by global id and name. */
  readonly secrets: Map<string, string>;
  /** What a workload comes to. Secrets that it cannot read are an error, as on real nodes. */
  carryOut(workload: AnyWorkload, customerKey: string): Outcome;
}

export function pretendedNode(
  nodeId: string,
  seed: Uint8Array,
  farmId: string,
  updated: number,
): PretendedNode {
  const node: PretendedNode = {
    nodeId,
    farmId,
    publicKey: hexText(publicKeyOf(seed)),
    updated,
    online: true,
    outcome: () => "ok",
    secrets: new Map(),
    carryOut: (workload, customerKey) => {
      for (const { name, cipher, version } of secretsOf(workload)) {
        const secret = decryptSecret(cipher, version, seed, hexBytes(customerKey) ?? new Uint8Array());
        if (secret === undefined) return { error: `failed to decrypt ${name}` };
        node.secrets.set(`${globalId(workload.id, workload.workloadId)} ${name}`, secret);
      }
      return node.outcome(workload);
    },
  };
  return node;
}

/** WireGuard key that all gateways pretend to have. */
const GATEWAY_KEY = "kDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=";

/** What a node reports of a workload that went well. */
export function reportedData(workload: AnyWorkload): string {
  const id = globalId(workload.id, workload.workloadId);
  switch (workload.workloadType) {
    case 0:
      return resultDataJson(0, { Namespace: id, IPs: ["2001:db8::1"], Port: 9900 });
    case 1: {
      const ipv4 = workload.networkConnection[0]?.ipaddress ?? "";
      return resultDataJson(1, { id, ipv6: "", ipv4, yggdrasil: "" });
    }
    case 2:
      return resultDataJson(2, { volume_id: id });
    case 4:
      return resultDataJson(4, { id, ip: workload.ipaddress });
    case 11:
      return resultDataJson(11, { id, ip: workload.ipaddress });
    case 9:
      return resultDataJson(9, {
        ips: ["fd8f:a1f3::9"],
        peers: [{ public_key: GATEWAY_KEY, endpoint: "192.0.2.9:51820", allowed_ips: ["::/0"] }],
      });
    case 5:
    case 6:
    case 7:
    case 8:
    case 10:
    case 12:
      return NO_RESULT_DATA;
  }
}

function secretsOf(workload: AnyWorkload) {
  const { version } = workload;
  switch (workload.workloadType) {
    case 0:
      return workload.password === "" ? [] : [{ name: "password", cipher: workload.password, version }];
    case 1:
      return Object.entries(workload.secretEnvironment).map(([name, cipher]) => ({ name, cipher, version }));
    case 4:
      return [{ name: "cluster secret", cipher: workload.clusterSecret, version }];
    case 6:
      return [{ name: "secret", cipher: workload.secret, version }];
    case 10:
      // A sealed box in every version.
      return [{ name: "private key", cipher: workload.wireguardPrivateKeyEncrypted, version: 0 }];
    case 2:
    case 5:
    case 7:
    case 8:
    case 9:
    case 11:
    case 12:
      return [];
  }
}
