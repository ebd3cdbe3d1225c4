import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { run } from "../../host/command.js";
import { PRIVATE, writeWhole } from "../../state/files.js";

/** First address of the service range: the API server as pods see it. */
export const KUBERNETES_SERVICE_IP = "10.96.0.1";
/** Addresses of Services. They exist only inside the lab's node. */
export const SERVICE_RANGE = "10.96.0.0/16";
/** A name in the serving certificate, for callers who reach the API server by an address that is not in it. */
export const SERVER_NAME = "kubernetes.default.svc";

const DAYS = 3650;
const NEXT = "Install OpenSSL 1.1.1 or newer";

/** Absolute paths of the cluster's keys and certificates, all PEM. */
export interface Pki {
  readonly caCert: string;
  /** Serving certificate of everything in the control plane. */
  readonly serverCert: string;
  readonly serverKey: string;
  /** With these the API server calls the kubelet. */
  readonly clientCert: string;
  readonly clientKey: string;
  readonly caKey: string;
  /** Signs service account tokens. */
  readonly accountKey: string;
  readonly accountPublicKey: string;
}

const OPENSSL_CONFIG = `[req]
distinguished_name = name
prompt = no
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, DNS:kubernetes, DNS:kubernetes.default, DNS:${SERVER_NAME}, IP:127.0.0.1, IP:${KUBERNETES_SERVICE_IP}
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
`;

/**
 * The cluster's keys and certificates: made once, all or nothing, valid for ten years.
 * @param folder Where they are kept, e.g. `.lab/cluster/pki`.
 * @throws Failure when `openssl` is missing or refuses.
 */
export async function ensurePki(folder: string): Promise<Pki> {
  if (!existsSync(folder)) await make(folder);
  const file = (name: string): string => path.join(folder, name);
  return {
    caCert: file("ca.crt"),
    caKey: file("ca.key"),
    serverCert: file("server.crt"),
    serverKey: file("server.key"),
    clientCert: file("client.crt"),
    clientKey: file("client.key"),
    accountKey: file("accounts.key"),
    accountPublicKey: file("accounts.pub"),
  };
}

async function make(folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const file = (name: string): string => path.join(fresh, name);
  writeWhole(file("openssl.cnf"), OPENSSL_CONFIG);
  for (const name of ["ca", "server", "client", "accounts"]) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeWhole(file(`${name}.key`), privateKey.export({ type: "sec1", format: "pem" }), PRIVATE);
    if (name === "accounts")
      writeWhole(file("accounts.pub"), publicKey.export({ type: "spki", format: "pem" }));
  }
  const openssl = (...args: string[]): Promise<string> =>
    run(["openssl", ...args], { cwd: fresh, next: NEXT });
  const request = ["req", "-config", "openssl.cnf", "-new"];
  const lifetime = ["-days", String(DAYS), "-sha256"];
  await openssl(
    ...request,
    ...["-x509", "-key", "ca.key", "-subj", "/CN=groundplan-lab", "-extensions", "ca", "-out", "ca.crt"],
    ...lifetime,
  );
  const leaf = async (name: string, subject: string): Promise<void> => {
    await openssl(...request, "-key", `${name}.key`, "-subj", subject, "-out", `${name}.csr`);
    await openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"],
      ...["-CAserial", `${name}.srl`, "-extfile", "openssl.cnf", "-extensions", name, "-out", `${name}.crt`],
      ...lifetime,
    );
  };
  await Promise.all([
    leaf("server", "/CN=kube-apiserver"),
    leaf("client", "/O=system:masters/CN=kube-apiserver-client"),
  ]);
  renameSync(fresh, folder);
}
