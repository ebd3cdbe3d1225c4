/** What a machine of a size has: processors, memory and disk in GiB. */
export interface MachineSize {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  /** Where upstream contradicts itself; worth a warning. */
  readonly note?: string;
}

/** `size` of a machine that names its own figures in `customSize`. */
export const CUSTOM_SIZE = -1;

const size = (cpu: number, memory: number, disk: number, note?: string): MachineSize => ({
  cpu,
  memory,
  disk,
  ...(note === undefined ? {} : { note }),
});
const ONE_CPU = "has 1 processor; some clients believe 16";

/** Sizes of Kubernetes nodes and virtual machines as explorers price them. */
export const MACHINE_SIZES: ReadonlyMap<number, MachineSize> = new Map([
  [1, size(1, 2, 50)],
  [2, size(2, 4, 100)],
  [3, size(2, 8, 25)],
  [4, size(2, 5, 50, "is priced with 5 GiB of memory, while upstream's nodes give 8")],
  [5, size(2, 8, 200)],
  [6, size(4, 16, 50)],
  [7, size(4, 16, 100)],
  [8, size(4, 16, 400)],
  [9, size(8, 32, 100)],
  [10, size(8, 32, 200)],
  [11, size(8, 32, 800)],
  [12, size(1, 64, 200, ONE_CPU)],
  [13, size(1, 64, 400, ONE_CPU)],
  [14, size(1, 64, 800, ONE_CPU)],
  [15, size(1, 2, 25)],
  [16, size(2, 4, 50)],
  [17, size(4, 8, 50)],
  [18, size(1, 1, 25)],
]);

/** What a Kubernetes node or virtual machine has; undefined for a size that does not exist. */
export function machineSizeOf(machine: {
  readonly size: number;
  readonly customSize: { readonly cru: number; readonly mru: number; readonly sru: number };
}): MachineSize | undefined {
  const { cru, mru, sru } = machine.customSize;
  return machine.size === CUSTOM_SIZE
    ? { cpu: cru, memory: mru, disk: sru }
    : MACHINE_SIZES.get(machine.size);
}
