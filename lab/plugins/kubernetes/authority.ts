import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { clusterAccess } from "../../../clients/kubernetes/credentials.js";
import { Failure } from "../../../model/shared/errors.js";
import type { ChosenKubeconfig } from "./kubeconfig.js";
import { NotThere } from "./not-there.js";

/**
 * Refuses every API server but those of the lab: the kubeconfig must trust exactly the lab's own authority, so that
 * the TLS handshake fails with any other server.
 * @param authorityFile PEM file of the lab's authority; undefined where the plugin runs outside a lab.
 * @throws Failure that says which cluster was refused.
 */
export async function requireLabAuthority(
  kubeconfig: ChosenKubeconfig,
  authorityFile: string | undefined,
): Promise<void> {
  if (authorityFile === undefined || authorityFile === "") return;
  const access = await clusterAccess({
    kubeconfig: kubeconfig.source,
    ...(kubeconfig.context === undefined ? {} : { context: kubeconfig.context }),
  });
  if (!existsSync(authorityFile)) {
    throw new NotThere({
      what: `the lab's certificate authority ${authorityFile} does not exist`,
      where: access.origin,
      next: "Start the lab with `make up`",
    });
  }
  const trusts =
    !access.skipTlsVerify &&
    access.ca !== undefined &&
    isOneCertificate(access.ca, readFileSync(authorityFile, "utf8"));
  if (trusts) return;
  throw new Failure({
    what: `the lab's plugin refuses the API server ${access.server}: its certificate authority is not the lab's (${authorityFile})`,
    where: access.origin,
    next: "Point the provider at the lab's cluster, or install the official plugin to work on another one",
  });
}

function isOneCertificate(pem: string, expected: string): boolean {
  if (pem.match(/BEGIN CERTIFICATE/g)?.length !== 1) return false;
  try {
    return new X509Certificate(pem).fingerprint256 === new X509Certificate(expected).fingerprint256;
  } catch {
    return false;
  }
}
