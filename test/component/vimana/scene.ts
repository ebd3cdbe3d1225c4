import * as pulumi from "@pulumi/pulumi";
import { createFakeRegistry, sketchImage, type FakeOciRegistry } from "../../../clients/oci/fake.js";
import { Vimana, type VimanaArgs } from "../../../components/index.js";
import { registryTarget } from "../../../providers/targets/registry.js";
import { declared, type Declared } from "../imagehub/declared.js";

export const SHOP = "0123456789abcdef0123456789abcdef";
export const CART = `${SHOP}:cart`;
export const TRAFFIC = "pulumi-nodejs:dynamic/vimana:Traffic";
export const LEDGER = "pulumi-nodejs:dynamic/vimana:VersionLedger";
export const IDENTITY = "pulumi-nodejs:dynamic/vimana:Identity";
export const GUARD = "pulumi-nodejs:dynamic/kubernetes:ObjectGuard";
export const CERTIFICATES = "pulumi-nodejs:dynamic/vimana:DevCertificates";
export const READY_GATE = "pulumi-nodejs:dynamic/vimana:ReadyGate";
export const ROUTE_GATE = "pulumi-nodejs:dynamic/vimana:RouteGate";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const SERVICE = "kubernetes:core/v1:Service";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
export const TRAFFIC_POLICY = "kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy";
export const ENVOY_PROXY = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy";
export const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:GRPCRoute";

/** A Vimana with one domain, one server and two versions that share its calls 4:1. */
export function shop(more: Partial<VimanaArgs> = {}): VimanaArgs {
  return {
    cluster: "lab",
    domains: {
      shop: {
        id: SHOP,
        aliases: ["shop.example.com"],
        servers: {
          cart: {
            services: ["shop.Cart"],
            components: {
              "1.0.0": { image: "example.com/cart:1" },
              "1.1.0": { image: "example.com/cart:2" },
            },
            weights: { "1.0.0": 4, "1.1.0": 1 },
          },
        },
      },
    },
    ...more,
  };
}

/** The hierarchy of {@link shop} with other fields of its server; those that are `undefined` are left out. */
export function shopWithCart(cart: Record<string, unknown>, more: Partial<VimanaArgs> = {}): VimanaArgs {
  const base = shop(more);
  const domain = base.domains?.["shop"];
  const fields = Object.entries({ ...domain?.servers?.["cart"], ...cart });
  const server = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  return { ...base, domains: { shop: { ...domain, servers: { cart: server } } } };
}

/** What a program with one Vimana registers. */
export async function resourcesOf(
  args: VimanaArgs,
  opts?: pulumi.ComponentResourceOptions,
): Promise<Declared[]> {
  return declaredWithOutputs(() => new Vimana("apps", args, opts));
}

/** Runs a program against mocks whose kinds answer what programs read of them. */
export async function declaredWithOutputs(program: () => unknown, preview = false): Promise<Declared[]> {
  return declared(program, {
    preview,
    outputs: {
      [TRAFFIC]: { effectiveWeights: { "1.0.0": "80%" }, history: [], rolloutStatus: {} },
      [LEDGER]: { history: {} },
      [CERTIFICATES]: { ca: "PEM", certificates: {} },
      [ROUTE_GATE]: { accepted: true, addresses: ["192.0.2.9"] },
      [GATEWAY]: { status: { addresses: [{ type: "IPAddress", value: "192.0.2.7" }] } },
    },
  });
}

/** The only resource of a type, or the one of that name. */
export function only(found: readonly Declared[], type: string, name?: string): Declared {
  const fitting = found.filter((one) => one.type === type && (name === undefined || one.name === name));
  const [resource] = fitting;
  if (resource === undefined || fitting.length > 1) {
    throw new Error(`${type} ${name ?? ""}: there are ${fitting.length}`);
  }
  return resource;
}

/** Everything that a resource comes after, directly or not, as `<type>::<name>`. */
export function before(found: readonly Declared[], { type, name }: Declared): ReadonlySet<string> {
  const byName = new Map(found.map((one) => [`${one.type}::${one.name}`, one.after]));
  const seen = new Set<string>();
  const visit = (key: string): void => {
    for (const earlier of byName.get(key) ?? []) {
      if (seen.has(earlier)) continue;
      seen.add(earlier);
      visit(earlier);
    }
  };
  visit(`${type}::${name}`);
  return seen;
}

/** `<type>::<name>`. */
export function keyOf({ type, name }: Declared): string {
  return `${type}::${name}`;
}

/** Lets every registry of the stack be one in memory, that has small images by these names. */
export function registryWith(...names: readonly string[]): FakeOciRegistry {
  const registry = createFakeRegistry();
  for (const name of names) {
    const [repository = "", tag = ""] = name.split(":");
    registry.push(repository, tag, sketchImage({ labels: { name } }));
  }
  jest.spyOn(registryTarget, "connect").mockResolvedValue(registry);
  return registry;
}
