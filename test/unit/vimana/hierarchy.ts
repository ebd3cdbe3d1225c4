import type { Problem } from "../../../model/shared/problem.js";
import { planVimana, type PlanContext, type VimanaPlan } from "../../../model/vimana/plan.js";
import type { PlannedDomain, PlannedServer, PlannedVimana } from "../../../model/vimana/planned.js";
import { vimanaSchema, type VimanaInput } from "../../../model/vimana/schema.js";

export type DomainInput = NonNullable<VimanaInput["domains"]>[string];
export type ServerInput = NonNullable<DomainInput["servers"]>[string];
export type ComponentInput = NonNullable<ServerInput["components"]>[string];

export const ID = "0123456789abcdef0123456789abcdef";
export const REGISTRY = "registry.example:5000";

export const CONTEXT: PlanContext = {
  path: "vimanas.apps",
  organization: "acme",
  project: "groundplan",
  stack: "dev",
  registryHosts: { main: REGISTRY },
};

/** A hierarchy with one of each and no fault: Vimana `apps`, domain `shop`, server `cart`, version 1.0.0. */
export function vimana(change: Partial<VimanaInput> = {}): VimanaInput {
  return { cluster: "lab", registry: "main", domains: { shop: domain() }, ...change };
}

export function domain(change: Partial<DomainInput> = {}): DomainInput {
  return { id: ID, servers: { cart: server() }, ...change };
}

export function server(change: Partial<ServerInput> = {}): ServerInput {
  return { services: ["shop.Cart"], components: { "1.0.0": {} }, ...change };
}

/** {@link vimana} with a changed domain. */
export function withDomain(change: Partial<DomainInput>, rest: Partial<VimanaInput> = {}): VimanaInput {
  return vimana({ ...rest, domains: { shop: domain(change) } });
}

/** {@link vimana} with a changed server. */
export function withServer(change: Partial<ServerInput>, rest: Partial<VimanaInput> = {}): VimanaInput {
  return withDomain({ servers: { cart: server(change) } }, rest);
}

/** {@link vimana} with a changed version. */
export function withComponent(change: ComponentInput, rest: Partial<VimanaInput> = {}): VimanaInput {
  return withServer({ components: { "1.0.0": change } }, rest);
}

export function plan(input: VimanaInput, context: Partial<PlanContext> = {}): VimanaPlan {
  return planVimana("apps", vimanaSchema.parse(input), { ...CONTEXT, ...context });
}

export function planned(input: VimanaInput): PlannedVimana {
  const { planned: found, problems } = plan(input);
  if (found === undefined) throw new Error(problems.map(lineOf).join("\n"));
  return found;
}

export function onlyDomain(input: VimanaInput): PlannedDomain {
  return only(planned(input).domains);
}

export function onlyServer(input: VimanaInput): PlannedServer {
  return only(onlyDomain(input).servers);
}

function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1);
  return list[0]!;
}

/** Problems as lines, their paths without that of the Vimana. */
export function told(input: VimanaInput, context: Partial<PlanContext> = {}): readonly string[] {
  return plan(input, context).problems.map(lineOf);
}

/** `<severity> <path>: <reason>`. */
export function lineOf({ path, reason, severity = "error" }: Problem): string {
  return `${severity} ${path.replace(/^vimanas\.apps\.?/, "")}: ${reason}`;
}

/** Whether exactly one problem is told, and its line begins and ends like this. */
export function expectOnly(lines: readonly string[], start: string, end: string): void {
  expect(lines).toEqual([expect.stringContaining(start)]);
  expect(lines[0]).toMatch(new RegExp(`^${escaped(start)}`));
  expect(lines[0]).toContain(end);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `count` values. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
