import * as pulumi from "@pulumi/pulumi";
import { formatProblem, type Problem } from "../../model/shared/problem.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import { ObjectGuard } from "../kubernetes/object-guard.js";
import type { VimanaArgs } from "./args.js";
import { declareCertificates } from "./certificates.js";
import { Cluster } from "./cluster.js";
import { declareObject } from "./declare-object.js";
import { Domain } from "./domain.js";
import { declareEntrance } from "./entrance.js";
import { declaredAddress } from "./gateway-address.js";
import { guardedObjects } from "./guarded-objects.js";
import { Identity } from "./identity.js";
import { missingCertificates } from "./missing-certificates.js";
import { MODES } from "./modes.js";
import { namespaceObjects, namespaceStays } from "./namespace.js";
import { checkedPlan, type CheckedPlan } from "./plan.js";
import { objectOptions, type Scope } from "./scope.js";
import { imagesOf } from "./version-image.js";

/**
 * A gateway, and the gRPC services that it lets in: domains, servers in them, versions of those. The whole hierarchy is
 * given at once and checked before anything of it is registered.
 *
 * @example
 * const args: VimanaArgs = {
 *   cluster: "lab",
 *   domains: {
 *     shop: {
 *       aliases: ["shop.example.com"],
 *       servers: {
 *         cart: {
 *           services: ["shop.Cart"],
 *           components: { "1.0.0": { image: "registry.example.com/cart:1" }, "1.1.0": { image: cart.pinned } },
 *           weights: { "1.0.0": 4, "1.1.0": 1 },
 *         },
 *       },
 *     },
 *   },
 * };
 * const apps = new Vimana("apps", args);
 * export const addresses = apps.addresses;
 */
export class Vimana extends pulumi.ComponentResource {
  /** Object name. */
  readonly vimanaName: string;
  readonly namespace: string;
  readonly gatewayName: string;
  /** Port of the gateway's listeners for calls. */
  readonly port: number;
  /** Listeners in use and the most that a Gateway takes. */
  readonly limits: PlannedVimana["limits"];
  /** Where the gateway is reached; empty while it does not say. */
  readonly addresses: pulumi.Output<readonly string[]>;
  /** What clients have to trust, PEM, where certificates are made for development. */
  readonly ca: pulumi.Output<string> | undefined;
  /** By key. */
  readonly domains: Readonly<Record<string, Domain>>;

  constructor(name: string, args: VimanaArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = checkedPlan(name, args);
    const vimana = soundPlan(name, plan, args);
    const address = declaredAddress(vimana);
    super("groundplan:vimana:Vimana", name, {}, opts);
    const warnings = args.quiet === true ? [] : plan.problems;
    for (const warning of warnings) void pulumi.log.warn(formatProblem(warning), this);
    this.vimanaName = vimana.name;
    this.namespace = vimana.namespace;
    this.gatewayName = vimana.gatewayName;
    this.port = vimana.gateway.port;
    this.limits = vimana.limits;

    const cluster =
      typeof args.cluster === "string"
        ? new Cluster(name, { cluster: args.cluster }, { parent: this })
        : args.cluster;
    const scope = this.#scope(name, vimana, cluster, plan, args, opts.protect ?? false);
    const { foundation } = scope;
    const provided = args.certificates ?? {};
    // An authority that asks by HTTP needs the gateway first; otherwise no listener is without its certificate.
    const early = vimana.gateway.http01
      ? undefined
      : declareCertificates(name, scope, this, { after: foundation, provided });
    const entrance = declareEntrance(name, scope, this, [...foundation, ...(early?.resources ?? [])]);
    const certificates =
      early ??
      declareCertificates(name, scope, this, { after: [...foundation, ...entrance.resources], provided });
    this.ca = certificates.ca;
    const known = address === undefined ? undefined : pulumi.output<readonly string[]>([address]);
    const addresses = known ?? (scope.mode.operatorMade ? undefined : entrance.addresses);
    const after = entrance.resources.slice(-1);
    this.domains = Object.fromEntries(
      vimana.domains.map((domain) => [
        domain.key,
        new Domain(
          `${name}/${domain.key}`,
          { scope, domain, after, addresses },
          { parent: this, protect: scope.protectRest },
        ),
      ]),
    );
    const [first] = Object.values(this.domains);
    this.addresses = addresses ?? first?.addresses ?? pulumi.output<readonly string[]>([]);
    this.registerOutputs({});
  }

  #scope(
    name: string,
    vimana: PlannedVimana,
    cluster: Cluster,
    { late }: CheckedPlan,
    { images }: VimanaArgs,
    protectRest: boolean,
  ): Scope {
    const { spec, namespace } = vimana;
    const installed = cluster.install(vimana);
    const identity = new Identity(
      name,
      {
        cluster: cluster.cluster,
        namespace,
        name: vimana.name,
        mode: vimana.mode,
        canonicalSuffix: vimana.canonicalSuffix,
        allowModeMigration: spec.allowModeMigration,
        allowSharedEnvoyProxy: spec.allowSharedEnvoyProxy,
      },
      { parent: this, dependsOn: installed },
    );
    const guard = new ObjectGuard(
      name,
      { cluster: cluster.cluster, objects: guardedObjects(vimana), adopt: spec.adopt },
      { parent: this, dependsOn: installed },
    );
    const scope: Scope = {
      vimana,
      mode: MODES[vimana.mode],
      cluster: cluster.cluster,
      provider: cluster.provider,
      imageOf: imagesOf(vimana, late, images),
      foundation: [identity, guard],
      protectIdentity: spec.protectIdentity,
      protectRest,
    };
    const [object] = namespaceObjects(vimana);
    if (object === undefined) {
      const shared = cluster.namespace(namespace);
      return shared === undefined ? scope : { ...scope, foundation: [...scope.foundation, shared] };
    }
    const made = declareObject(name, object, {
      ...objectOptions(scope, object, this, scope.foundation),
      retainOnDelete: namespaceStays(vimana),
    });
    cluster.shareNamespace(namespace, made);
    return { ...scope, foundation: [made] };
  }
}

/** @throws pulumi.RunError with everything that is wrong, before the component is registered */
function soundPlan(name: string, { planned, problems }: CheckedPlan, args: VimanaArgs): PlannedVimana {
  const missing = planned === undefined ? [] : missingCertificates(planned, args);
  const errors: readonly Problem[] = [
    ...problems.filter(({ severity }) => severity !== "warning"),
    ...missing,
  ];
  if (planned !== undefined && errors.length === 0) return planned;
  throw new pulumi.RunError(
    [`Vimana ${name} cannot be declared:`, ...errors.map((error) => `  ${formatProblem(error)}`)].join("\n"),
  );
}
