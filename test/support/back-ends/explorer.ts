import { withOwnDeletion } from "../../../model/reservation/pipeline/results.js";
import type { Volume } from "../../../model/reservation/types/volume.js";
import { volume } from "../../../providers/reservation/volume.js";
import { ExplorerScene } from "../explorer/scene.js";
import type { BackEnd } from "./back-end.js";

/** Volumes on the contract server. */
export async function explorerBackEnd(): Promise<BackEnd> {
  const scene = await ExplorerScene.open();
  const { workloads } = scene.server.world;
  const there = (): Volume[] =>
    [...workloads.values()].flatMap((workload) =>
      workload.workloadType === 2 && workload.nextAction < 4 ? [workload] : [],
    );
  return {
    kind: volume,
    sections: scene.sections(),
    inputs: { node: scene.node1.nodeId, explorer: "grid", pool: await scene.pool() },
    volumes: () => there().map(({ size }) => size),
    resize: (size) => {
      for (const workload of there()) workloads.set(workload.id, { ...workload, size });
    },
    lose: () => {
      for (const workload of there()) workloads.set(workload.id, withOwnDeletion(workload));
    },
    goDown: () => {
      scene.server.interfere = () => 503;
    },
    close: () => scene.close(),
  };
}
