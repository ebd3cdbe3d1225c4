import { PrivateKey } from "sshpk";
import { tunnelSeed } from "../../../model/gateway/tunnel/seed.js";
import { publicKeyOf } from "../../../model/reservation/crypto/ed25519.js";

/** A tunnel's pair of keys, in OpenSSH's formats. */
export interface TunnelKeys {
  /** `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** Secret. Its text is another one each time, and the key the same. */
  readonly privateKey: string;
}

/** The keys that follow from a workload's secret. */
export async function tunnelKeys(secret: string, workloadId: string): Promise<TunnelKeys> {
  const seed = await tunnelSeed(secret, workloadId);
  const key = new PrivateKey({
    type: "ed25519",
    parts: [
      { name: "A", data: Buffer.from(publicKeyOf(seed)) },
      { name: "k", data: Buffer.from(seed) },
    ],
  });
  key.comment = workloadId;
  const [algorithm = "", publicKey = ""] = key.toPublic().toString("ssh").split(" ");
  return { publicKey: `${algorithm} ${publicKey}`, privateKey: `${key.toString("openssh").trimEnd()}\n` };
}
