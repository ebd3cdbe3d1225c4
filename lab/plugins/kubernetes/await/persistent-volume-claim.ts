import { at, failed, READY, waiting, type ReadinessRule } from "./verdict.js";

/** A PersistentVolumeClaim is ready when it is bound; one that is bound at first use is not waited for. */
export const persistentVolumeClaim: ReadinessRule = {
  usualSeconds: 300,
  judge(object) {
    const phase = at(object, "status", "phase");
    if (phase === "Bound") return READY;
    if (phase === "Lost") return failed("the claim has lost its volume");
    return waiting("the claim is not bound to a volume");
  },
  async exempt(object, client) {
    const name = at(object, "spec", "storageClassName");
    if (typeof name !== "string" || name === "") return false;
    const storageClass = await client.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
    return storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer";
  },
};
