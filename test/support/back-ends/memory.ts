import { ownerMark } from "../../../model/shared/ownership.js";
import { volume, type VolumeInputs, type VolumeOutputs } from "../../../providers/reservation/volume.js";
import { Unreachable } from "../../../providers/runtime/failure.js";
import { defineKind, type KindHandlers } from "../../../providers/runtime/kind.js";
import type { BackEnd } from "./back-end.js";

/** Volumes that are kept in memory alone: the least that a back end is. */
export function memoryBackEnd(): BackEnd {
  const kept = new Map<string, VolumeInputs>();
  let down = false;
  const mustBeUp = (): void => {
    if (down) throw new Unreachable({ what: "memory fails", where: "memory" });
  };
  const answer = (id: string): VolumeOutputs => ({ workloadId: id, drift: [], path: `/memory/${id}` });
  const handlers: KindHandlers<VolumeInputs, VolumeOutputs> = {
    create: async ({ scope, resource }, inputs) => {
      mustBeUp();
      const id = ownerMark(scope, resource);
      kept.set(id, inputs);
      return Promise.resolve({ id, outputs: answer(id) });
    },
    read: async (_context, id) => {
      mustBeUp();
      const inputs = kept.get(id);
      return Promise.resolve(inputs === undefined ? undefined : { inputs, outputs: answer(id) });
    },
    update: async (_context, id, _old, inputs) => {
      mustBeUp();
      kept.set(id, inputs);
      return Promise.resolve({ outputs: answer(id) });
    },
    delete: async (_context, id) => {
      mustBeUp();
      kept.delete(id);
      return Promise.resolve();
    },
  };
  return {
    kind: defineKind({ ...volume, handlers: () => Promise.resolve(handlers) }),
    sections: {},
    inputs: { node: "memory" },
    volumes: () => [...kept.values()].map(({ size }) => size),
    resize: (size) => {
      for (const [id, inputs] of kept) kept.set(id, { ...inputs, size });
    },
    lose: () => {
      kept.clear();
    },
    goDown: () => {
      down = true;
    },
    close: () => Promise.resolve(),
  };
}
