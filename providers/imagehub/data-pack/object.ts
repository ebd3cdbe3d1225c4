import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash, ownerMark } from "../../../model/shared/ownership.js";
import { formatHolders, HOLDERS_ANNOTATION } from "../holders.js";
import type { Pack } from "./pack.js";

/** The DataPack to create: owned and held by this resource. */
export function newPackObject(pack: Pack, annotations: Readonly<Record<string, string>>): KubeObject {
  const { type, names, expireTime } = pack.inputs;
  const mark = ownerMark(pack.context.scope, pack.context.resource);
  return {
    apiVersion: pack.ref.apiVersion,
    kind: pack.ref.kind,
    metadata: {
      name: pack.name,
      labels: { [OWNER_LABEL]: ownerHash(mark) },
      annotations: {
        ...annotations,
        [OWNER_ANNOTATION]: mark,
        [HOLDERS_ANNOTATION]: formatHolders({ [pack.key]: pack.claim }),
      },
    },
    spec: { type, names: [...names], expireTime },
  };
}
