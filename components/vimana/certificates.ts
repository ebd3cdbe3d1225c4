import * as pulumi from "@pulumi/pulumi";
import { certificateObject, tlsSecretObject } from "../../model/vimana/objects/tls.js";
import type { PlannedDomain, PlannedHost, PlannedVimana } from "../../model/vimana/planned.js";
import type { CertificateArgs } from "./args.js";
import { declareObject, type PlainObject } from "./declare-object.js";
import { DevCertificates } from "./dev-certificates.js";
import { kindOptions, objectOptions, type Scope } from "./scope.js";

/** Certificates of a Vimana's hosts. */
export interface Certificates {
  readonly resources: readonly pulumi.Resource[];
  /** What clients have to trust, PEM, where certificates are made for development. */
  readonly ca: pulumi.Output<string> | undefined;
}

type TlsMode = PlannedDomain["tls"]["mode"];
type Provided = Readonly<Record<string, CertificateArgs>>;

/** Declares what the TLS Secrets of all hosts come from. */
export function declareCertificates(
  name: string,
  scope: Scope,
  parent: pulumi.Resource,
  { after, provided }: { readonly after: readonly pulumi.Resource[]; readonly provided: Provided },
): Certificates {
  const made = scope.vimana.domains.filter(({ tls }) => tls.mode === "selfSignedDev");
  const dev =
    made.length === 0 ? [] : [devCertificates(name, scope, made, kindOptions(scope, parent, after))];
  const objects = tlsObjects(scope.vimana, provided).map(({ domain, host, object }) =>
    declareObject(`${name}/${domain.key}/${host.host}`, object, {
      ...objectOptions(scope, object, parent, [...after, ...dev]),
      ...TLS[domain.tls.mode]?.options(domain),
    }),
  );
  return { resources: [...dev, ...objects], ca: dev[0]?.ca };
}

/** The objects that certificates are declared by, for a look at whether somebody else has them. */
export function tlsObjects(
  vimana: PlannedVimana,
  provided: Provided,
): readonly { readonly domain: PlannedDomain; readonly host: PlannedHost; readonly object: PlainObject }[] {
  return vimana.domains.flatMap((domain) =>
    domain.hosts.flatMap((host) => {
      const object = TLS[domain.tls.mode]?.object(vimana, domain, host, provided);
      return object === undefined ? [] : [{ domain, host, object }];
    }),
  );
}

/** How one mode declares the certificate of a host. */
interface TlsObject {
  object(vimana: PlannedVimana, domain: PlannedDomain, host: PlannedHost, provided: Provided): PlainObject;
  options(domain: PlannedDomain): pulumi.CustomResourceOptions;
}

/** By mode; the others declare no object of a host. */
const TLS: Readonly<Partial<Record<TlsMode, TlsObject>>> = {
  // Its Secret stays by itself when the Certificate goes.
  certManager: { object: certificateObject, options: () => ({}) },
  provided: {
    object: (vimana, domain, host, provided) => ({
      ...tlsSecretObject(vimana, domain, host),
      data: {
        "tls.crt": encoded(provided[host.host]?.certificate),
        "tls.key": encoded(provided[host.host]?.key),
      },
    }),
    options: ({ tls }) => ({
      retainOnDelete: tls.retainSecrets,
      additionalSecretOutputs: ["data", "stringData"],
    }),
  },
};

function encoded(text: pulumi.Input<string> | undefined): pulumi.Output<string> {
  return pulumi.secret(text ?? "").apply((plain) => Buffer.from(plain, "utf8").toString("base64"));
}

function devCertificates(
  name: string,
  { vimana, cluster }: Scope,
  domains: readonly PlannedDomain[],
  opts: pulumi.CustomResourceOptions,
): DevCertificates {
  const hosts = domains.flatMap(({ id, hosts, tls }) =>
    hosts.map(({ host }) => [host, { domain: id, retainSecret: tls.retainSecrets }] as const),
  );
  return new DevCertificates(
    name,
    {
      cluster,
      namespace: vimana.namespace,
      vimana: vimana.name,
      hosts: Object.fromEntries(hosts),
      adopt: vimana.spec.adopt,
    },
    opts,
  );
}
