import { oneCondition } from "./conditions.js";
import type { HealthRules } from "./rule.js";

const STORE = oneCondition({ waiting: "Waiting for the store to be validated" });

/** Kinds that bring secrets into the cluster: external-secrets and Sealed Secrets. */
export const SECRETS: HealthRules = {
  "external-secrets.io/ExternalSecret": oneCondition({ waiting: "Waiting for ExternalSecret" }),
  "external-secrets.io/ClusterExternalSecret": oneCondition({ waiting: "Waiting for ClusterExternalSecret" }),
  "external-secrets.io/PushSecret": oneCondition({ waiting: "Waiting for PushSecret" }),
  "external-secrets.io/SecretStore": STORE,
  "external-secrets.io/ClusterSecretStore": STORE,
  "bitnami.com/SealedSecret": oneCondition({
    type: "Synced",
    waiting: "Waiting for Sealed Secret to be decrypted",
    observesGeneration: true,
  }),
};
