import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health, HealthCode } from "../codes.js";

/** How the health of one kind is found. */
export interface HealthRule {
  /** The versions of the kind that the rule can read. Default: any. */
  readonly versions?: readonly string[];
  /** Judges an object that is not about to be deleted. Throws nothing, whatever the object holds. */
  readonly judge: (object: KubeObject) => Health;
}

/** Rules by `<group>/<kind>`; the core group is empty: `/Pod`. A key `*.<suffix>/*` is for all kinds of such groups. */
export type HealthRules = Readonly<Record<string, HealthRule>>;

function verdict(status: HealthCode): (message?: string) => Health {
  return (message = "") => ({ status, message });
}

export const healthy = verdict("Healthy");
export const suspended = verdict("Suspended");
export const progressing = verdict("Progressing");
export const degraded = verdict("Degraded");
export const unknown = verdict("Unknown");
