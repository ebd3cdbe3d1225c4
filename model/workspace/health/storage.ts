import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { isTrueAt, textAt, valueAt } from "./fields.js";
import { degraded, healthy, progressing, unknown, type HealthRule, type HealthRules } from "./rule.js";

const SNAPSHOT: HealthRule = { judge: snapshot };

/** Claims and snapshots. */
export const STORAGE: HealthRules = {
  "/PersistentVolumeClaim": { versions: ["v1"], judge: claim },
  "snapshot.storage.k8s.io/VolumeSnapshot": SNAPSHOT,
  "snapshot.storage.k8s.io/VolumeSnapshotContent": SNAPSHOT,
};

function claim(object: KubeObject): Health {
  const phase = textAt(object, "status", "phase");
  switch (phase) {
    case "Bound":
      return healthy();
    case "Pending":
      return progressing("Waiting for a volume");
    case "Lost":
      return degraded("The volume is lost");
    default:
      return unknown(phase === "" ? "" : `unknown phase ${phase}`);
  }
}

function snapshot(object: KubeObject): Health {
  if (isTrueAt(object, "status", "readyToUse")) return healthy("Ready to use");
  return valueAt(object, "status", "error") === undefined
    ? progressing("Waiting for the snapshot")
    : degraded(textAt(object, "status", "error", "message"));
}
