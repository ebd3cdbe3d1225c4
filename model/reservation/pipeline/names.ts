/** Global id of a workload: `<id of reservation or workload>-<workload id>`. */
export function globalId(id: string, workloadId: string): string {
  return `${id}-${workloadId}`;
}

/** The parts of a global id; undefined when the text is none. */
export function parseGlobalId(
  text: string,
): { readonly id: string; readonly workloadId: string } | undefined {
  const [, id, workloadId] = /^(0|[1-9][0-9]*)-(0|[1-9][0-9]*)$/.exec(text) ?? [];
  return id === undefined || workloadId === undefined ? undefined : { id, workloadId };
}

/** Name of a workload on its node: its global id, or that of the old workload it was converted from. */
export function runtimeName(
  id: string,
  workload: { readonly workloadId: string; readonly reference: string },
) {
  return workload.reference === "" ? globalId(id, workload.workloadId) : workload.reference;
}

/** Global id of a mounted volume: one that begins with a dash is of the same reservation. */
export function mountedVolume(id: string, volumeId: string): string {
  return volumeId.startsWith("-") ? `${id}${volumeId}` : volumeId;
}
