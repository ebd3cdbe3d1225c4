import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const host = z.strictObject({
  /** Id of the domain that the host belongs to. */
  domain: z.string().min(1),
  /** Whether the Secret stays when the host goes. Default false. */
  retainSecret: z.boolean().default(false),
});

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of the Vimana. */
  namespace: z.string().min(1),
  /** Object name of the Vimana: in the authority's name. */
  vimana: z.string().min(1),
  /** By host, wildcards included. */
  hosts: z.record(z.string().min(1), host),
  /** Take over Secrets that exist without this stack's mark. Default false. */
  adopt: z.boolean().default(false),
  /** Leave it alone. A read answers `false` when a Secret is gone or was changed by hand, which an update repairs. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link devCertificates}. */
export type DevCertificatesInputs = z.infer<typeof inputs>;

/** What is known in public of a host's certificate. */
export type IssuedCertificate = {
  /** Name of the Secret, `c-…`. */
  secret: string;
  /** RFC 3339 time until which it is valid. */
  notAfter: string;
  /** SHA-256 of the certificate, in hex. */
  fingerprint: string;
};

/** Outputs of {@link devCertificates}. */
export type DevCertificatesOutputs = {
  /** The authority's certificate, PEM: what clients have to trust. */
  ca: string;
  /** By host. */
  certificates: Record<string, IssuedCertificate>;
};

/**
 * Certificates for development: an authority of the Vimana's own, and for each host a Secret with a certificate that
 * it has signed. Private keys are in those Secrets and nowhere else; no state, output or message has one. A certificate
 * is renewed by an update when fewer than 30 days are left to it.
 */
export const devCertificates = defineKind<DevCertificatesInputs, DevCertificatesOutputs>({
  name: "vimana.DevCertificates",
  module: "vimana",
  type: "DevCertificates",
  inputs,
  outputs: ["ca", "certificates"],
  replaceOn: ["cluster", "namespace", "vimana"],
  localOnly: ["adopt"],
  handlers: async () => (await import("./dev-certificates.handlers.js")).devCertificatesHandlers,
});
