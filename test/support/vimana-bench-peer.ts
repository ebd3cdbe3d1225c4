import { MODES } from "../../components/vimana/modes.js";
import type { KubeObject } from "../../model/shared/kubernetes-object.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash, ownerMark } from "../../model/shared/ownership.js";
import { labelsOf, ledgerName } from "../../model/vimana/names.js";
import { namespaceObject } from "../../model/vimana/objects/classes.js";
import { tlsSecretObject } from "../../model/vimana/objects/tls.js";
import { ROUTE_TAKEN } from "../../model/vimana/objects/waits.js";
import type { PlannedDomain, PlannedServer, PlannedVimana } from "../../model/vimana/planned.js";
import { carrierOf } from "../../providers/vimana/carriers.js";
import { formatEntry } from "../../providers/vimana/ledger/entry.js";
import { selfSigned, type SelfSigned } from "./self-signed.js";

/** Objects by what of a hierarchy they belong to, for a program that declares each as a resource of its own. */
export interface PeerHierarchy {
  readonly name: string;
  readonly namespace: readonly KubeObject[];
  readonly certificates: readonly KubeObject[];
  /** Each after the one before. */
  readonly entrance: readonly KubeObject[];
  readonly domains: readonly {
    readonly name: string;
    readonly objects: readonly KubeObject[];
    readonly servers: readonly {
      readonly name: string;
      readonly ledger: KubeObject;
      readonly versions: readonly { readonly name: string; readonly objects: readonly KubeObject[] }[];
      readonly routes: readonly KubeObject[];
    }[];
  }[];
}

const SCOPE = { installation: "0123456789ab", project: "plain", stack: "peer" };
const TOKEN = "0123456789abcdef0123456789abcdef";

/** The objects that a Vimana leads to, those that its kinds write included, with marks as long as ours. */
export function peerHierarchy(vimana: PlannedVimana): PeerHierarchy {
  const mode = MODES[vimana.mode];
  const marked = (name: string, objects: readonly KubeObject[]): KubeObject[] =>
    objects.map((object) => withMarks(name, object));
  return {
    name: vimana.key,
    namespace: marked(vimana.key, [namespaceObject(vimana)]),
    certificates: marked(vimana.key, tlsSecrets(vimana)),
    entrance: marked(vimana.key, mode.entrance(vimana)),
    domains: vimana.domains.map((domain) => {
      const name = `${vimana.key}/${domain.key}`;
      return {
        name,
        objects: marked(name, mode.domain(vimana, domain)),
        servers: domain.servers.map((server) => ({
          name: `${name}/${server.id}`,
          ledger: withMarks(`${name}/${server.id}`, ledger(vimana, domain, server)),
          versions: server.versions.map((version) => ({
            name: `${name}/${server.id}@${version.version}`,
            objects: marked(
              `${name}/${server.id}@${version.version}`,
              mode.version(vimana, domain, server, version, version.image),
            ),
          })),
          routes: marked(`${name}/${server.id}`, routes(vimana, domain, server)),
        })),
      };
    }),
  };
}

/** All of them in one list. */
export function objectsOf({ namespace, certificates, entrance, domains }: PeerHierarchy): KubeObject[] {
  return [
    ...namespace,
    ...certificates,
    ...entrance,
    ...domains.flatMap(({ objects, servers }) => [
      ...objects,
      ...servers.flatMap(({ ledger, versions, routes }) => [
        ledger,
        ...versions.flatMap((version) => version.objects),
        ...routes,
      ]),
    ]),
  ];
}

/**
 * Text of a program that declares the hierarchy in a JSON file beside it: nested and ordered as ours is, with one
 * resource of `@pulumi/kubernetes` for each object.
 */
export const PEER_PROGRAM = `
const { readFileSync } = require("node:fs");
const path = require("node:path");
const k8s = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");

const CLASSES = {
  Namespace: k8s.core.v1.Namespace,
  Secret: k8s.core.v1.Secret,
  Service: k8s.core.v1.Service,
  ConfigMap: k8s.core.v1.ConfigMap,
  Deployment: k8s.apps.v1.Deployment,
};

class Level extends pulumi.ComponentResource {
  constructor(type, name, parent, declare) {
    super("plain:vimana:" + type, name, {}, parent === undefined ? {} : { parent });
    declare(this);
    this.registerOutputs({});
  }
}

const vimana = JSON.parse(readFileSync(path.join(__dirname, "hierarchy.json"), "utf8"));
let provider;
new Level("Cluster", "lab", undefined, (parent) => {
  provider = new k8s.Provider("lab", { kubeconfig: ".lab/cluster/kubeconfig", clusterIdentifier: "lab" }, { parent });
});

function declare(name, objects, parent, dependsOn) {
  return objects.map((object, index) => {
    const Class = CLASSES[object.kind] ?? k8s.apiextensions.CustomResource;
    const before = objects.slice(0, index).filter(({ kind }) => kind === object.kind).length;
    const unique = before === 0 ? name : name + "-" + (before + 1);
    return new Class(unique, object, { parent, provider, dependsOn });
  });
}

new Level("Vimana", vimana.name, undefined, (top) => {
  const namespace = declare(vimana.name, vimana.namespace, top, []);
  const entrance = declare(vimana.name, vimana.certificates, top, namespace);
  let last = [...namespace, ...entrance];
  for (const object of vimana.entrance) last = declare(vimana.name, [object], top, last);
  for (const domain of vimana.domains) {
    new Level("Domain", domain.name, top, (ofDomain) => {
      const listeners = declare(domain.name, domain.objects, ofDomain, last);
      for (const server of domain.servers) {
        new Level("Server", server.name, ofDomain, (ofServer) => {
          const ledger = declare(server.name, [server.ledger], ofServer, namespace);
          const running = [];
          for (const version of server.versions) {
            new Level("Component", version.name, ofServer, (ofVersion) => {
              let before = [...ledger, ...listeners];
              for (const object of version.objects) before = declare(version.name, [object], ofVersion, before);
              running.push(...before);
            });
          }
          declare(server.name, server.routes, ofServer, [...ledger, ...listeners, ...last, ...running]);
        });
      }
    });
  }
});
`;

function withMarks(name: string, object: KubeObject): KubeObject {
  const mark = ownerMark(SCOPE, name);
  const { labels, annotations } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...labels, [OWNER_LABEL]: ownerHash(mark) },
      annotations: { ...annotations, [OWNER_ANNOTATION]: mark },
    },
  };
}

/** Of the authority and of each host. Every one holds the same certificate, which is as long as one of its own. */
function tlsSecrets(vimana: PlannedVimana): KubeObject[] {
  const pair = selfSigned("host.example.com");
  const authority: KubeObject = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `${vimana.gatewayName}-dev-ca`, namespace: vimana.namespace },
    type: "kubernetes.io/tls",
  };
  const hosts = vimana.domains.flatMap((domain) =>
    domain.hosts.map((host) => tlsSecretObject(vimana, domain, host)),
  );
  return [authority, ...hosts].map((object) => ({ ...object, data: dataOf(pair) }));
}

function dataOf({ certificate, key }: SelfSigned): Record<string, string> {
  const encoded = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  return { "tls.crt": encoded(certificate), "tls.key": encoded(key), "ca.crt": encoded(certificate) };
}

function ledger(vimana: PlannedVimana, domain: PlannedDomain, server: PlannedServer): KubeObject {
  const seen = new Date(0).toISOString();
  const stack = Object.values(SCOPE).join("/");
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: ledgerName(server.fullName),
      namespace: vimana.namespace,
      labels: labelsOf({ domain: domain.id, server: server.id }),
    },
    data: Object.fromEntries(
      server.versions.map(({ version, image }) => [
        version,
        formatEntry({ image, state: "served", firstSeen: seen, lastSeen: seen, stack, token: TOKEN }),
      ]),
    ),
  };
}

/** With weights, and waited for as ours are. */
function routes(vimana: PlannedVimana, domain: PlannedDomain, server: PlannedServer): KubeObject[] {
  const weights = Object.fromEntries(server.weights.map(({ version, weight }) => [version, weight]));
  const services = new Map(server.versions.map(({ version, service }) => [version, service]));
  const naming = {
    serviceOf: (version: string) => services.get(version) ?? version,
    versionOf: (service: string) => service,
  };
  return MODES[vimana.mode].carriers(vimana, domain, server).map((object) => {
    const full = carrierOf(object)?.withWeights(object, weights, naming) ?? object;
    const annotations = { ...full.metadata.annotations, ...ROUTE_TAKEN };
    return { ...full, metadata: { ...full.metadata, annotations } };
  });
}
