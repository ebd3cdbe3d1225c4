import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../model/shared/problem.js";
import { pathBelow } from "../../model/shared/property-path.js";
import { registrySettings } from "../../model/shared/targets/registry.js";
import { planVimana, planVimanas, type VimanaPlan, type VimanaPlans } from "../../model/vimana/plan.js";
import { vimanaSchema, type VimanaInput, type VimanaSpec } from "../../model/vimana/schema.js";
import type { PlanContext } from "../../model/vimana/scope.js";
import { configEntries } from "../stack-config.js";
import { plainArgs, type VimanaArgs } from "./args.js";

/** A Vimana's plan by the rules, and what stands in it for images that are not known yet. */
export interface CheckedPlan extends VimanaPlan {
  readonly late: ReadonlyMap<string, pulumi.Output<string>>;
}

/** Plans of several Vimanas; faults of form are among the problems. */
export interface CheckedPlans extends VimanaPlans {
  /** Texts that stand for images which are not known yet. */
  readonly standIns: ReadonlySet<string>;
}

/** Plans one Vimana with this stack's ids and registries; faults of form are among the problems. */
export function checkedPlan(name: string, args: VimanaArgs): CheckedPlan {
  const { input, late } = plainArgs(args);
  const { spec, problems } = formOf(input, "");
  return spec === undefined ? { problems, late } : { ...planVimana(name, spec, planContext("")), late };
}

/**
 * Plans several Vimanas together.
 *
 * @param path where they stand, for the paths of problems
 */
export function checkedPlans(vimanas: Readonly<Record<string, VimanaArgs>>, path: string): CheckedPlans {
  const plain = Object.entries(vimanas).map(([name, args]) => {
    const { input, late } = plainArgs(args);
    return { name, late, ...formOf(input, pathBelow(path, [name])) };
  });
  const specs = plain.flatMap(({ name, spec }) => (spec === undefined ? [] : [[name, spec] as const]));
  const plans = planVimanas(Object.fromEntries(specs), planContext(path));
  return {
    ...plans,
    problems: [...plain.flatMap(({ problems }) => problems), ...plans.problems],
    standIns: new Set(plain.flatMap(({ late }) => [...late.keys()])),
  };
}

/** Hosts of the stack's registries, by name. */
export function registryHosts(): Readonly<Record<string, string>> {
  const hosts = Object.entries(configEntries("registries")).flatMap(([name, settings]) => {
    const parsed = registrySettings.safeParse(settings);
    return parsed.success ? [[name, parsed.data.host] as const] : [];
  });
  return Object.fromEntries(hosts);
}

function formOf(
  input: VimanaInput,
  path: string,
): { readonly spec?: VimanaSpec; readonly problems: readonly Problem[] } {
  const parsed = vimanaSchema.safeParse(input);
  if (parsed.success) return { spec: parsed.data, problems: [] };
  const problems = parsed.error.issues.map((issue): Problem => {
    const steps = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    return { path: pathBelow(path, steps), reason: issue.message };
  });
  return { problems };
}

/** What plans of this stack depend on besides what is declared. */
function planContext(path: string): PlanContext {
  return {
    path,
    organization: pulumi.getOrganization(),
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    registryHosts: registryHosts(),
  };
}
