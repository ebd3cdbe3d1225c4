import type { GroupVersionKind } from "../../shared/kubernetes-object.js";
import { API_EXTENSIONS } from "./api-extensions.js";
import { ARGO } from "./argo.js";
import { AUTOSCALING } from "./autoscaling.js";
import { CERT_MANAGER } from "./cert-manager.js";
import { CLUSTER_API } from "./cluster-api.js";
import { CROSSPLANE } from "./crossplane.js";
import { FLUX } from "./flux.js";
import { GATEWAY_API } from "./gateway-api.js";
import { JOBS } from "./jobs.js";
import { KEDA } from "./keda.js";
import { KNATIVE } from "./knative.js";
import { NETWORKING } from "./networking.js";
import { PODS } from "./pods.js";
import { POLICY } from "./policy.js";
import { PROMETHEUS } from "./prometheus.js";
import type { HealthRule, HealthRules } from "./rule.js";
import { SECRETS } from "./secrets.js";
import { STORAGE } from "./storage.js";
import { STRIMZI } from "./strimzi.js";
import { TEKTON } from "./tekton.js";
import { WORKLOADS } from "./workloads.js";

/** Every rule there is. */
export const HEALTH_RULES: HealthRules = {
  ...WORKLOADS,
  ...PODS,
  ...JOBS,
  ...NETWORKING,
  ...STORAGE,
  ...AUTOSCALING,
  ...API_EXTENSIONS,
  ...POLICY,
  ...ARGO,
  ...CERT_MANAGER,
  ...CLUSTER_API,
  ...CROSSPLANE,
  ...FLUX,
  ...GATEWAY_API,
  ...KEDA,
  ...KNATIVE,
  ...PROMETHEUS,
  ...SECRETS,
  ...STRIMZI,
  ...TEKTON,
};

const EXACT: ReadonlyMap<string, HealthRule> = new Map(Object.entries(HEALTH_RULES));
/** Rules by the suffix of the group, such as `.crossplane.io`. */
const BY_SUFFIX: readonly (readonly [string, HealthRule])[] = Object.entries(HEALTH_RULES)
  .filter(([key]) => key.startsWith("*."))
  .map(([key, rule]) => [key.slice(1, -"/*".length), rule]);

/** The rule of a kind; one for the kind itself comes before one for all kinds of its family of groups. */
export function ruleOf({ group, kind }: GroupVersionKind): HealthRule | undefined {
  return EXACT.get(`${group}/${kind}`) ?? BY_SUFFIX.find(([suffix]) => `.${group}`.endsWith(suffix))?.[1];
}
