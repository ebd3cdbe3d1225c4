import { plainBag, type Bag } from "../rpc/bag.js";

/** What a provider resource is configured with; names and defaults are those of the official provider. */
export interface Settings {
  /** Text or path of a kubeconfig. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly cluster: string | undefined;
  /** Default namespace of namespaced objects: this, else the context's, else `default`. */
  readonly namespace: string | undefined;
  /** Default true. */
  readonly serverSideApply: boolean;
  /** Forget resources whose cluster does not answer. Default false. */
  readonly deleteUnreachable: boolean;
  /** Leave resources as they are whose cluster does not answer. Default false. */
  readonly skipUpdateUnreachable: boolean;
  /** Change ConfigMaps in place. Default false: another content is another object. */
  readonly configMapsMutable: boolean;
  /** Change Secrets in place. Default false. */
  readonly secretsMutable: boolean;
  /** Take fields from other managers. Default false. */
  readonly patchForce: boolean;
  /** Let a create take over an existing object. Default false. */
  readonly upsertExisting: boolean;
}

/**
 * Reads the inputs of a provider resource. A switch may be given as boolean or, as the SDK does, as JSON text; one
 * that is not given is looked up in the environment.
 */
export function readSettings(inputs: Bag, env: Readonly<Record<string, string | undefined>>): Settings {
  const given = plainBag(inputs);
  const text = (key: string): string | undefined => {
    const value = given[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const isOn = (key: string, variable: string, usual: boolean): boolean => {
    const value = given[key] ?? env[variable];
    return value === undefined || value === "" ? usual : value === true || value === "true";
  };
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    serverSideApply: isOn("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true),
    deleteUnreachable: isOn("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
    skipUpdateUnreachable: isOn("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", false),
    configMapsMutable: isOn("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE", false),
    secretsMutable: isOn("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    patchForce: isOn("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE", false),
    upsertExisting: isOn("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS", false),
  };
}
