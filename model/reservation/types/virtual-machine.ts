import { z } from "zod";
import { customSizeSchema } from "./custom-size.js";
import { reservationInfoShape } from "./reservation-info.js";
import { id, ip, list, TEXT, text, whole } from "./scalars.js";

/** A virtual machine. */
export const virtualMachineSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(12).default(12),
  /** Chooses the image. */
  name: text(),
  /** The network's name. */
  networkId: text(),
  ipaddress: ip(),
  sshKeys: list(TEXT),
  /** Workload id of a public IP, 0 for none. */
  publicIp: id(),
  /** 1 to 18, or −1 for `customSize`. */
  size: whole(),
  customSize: customSizeSchema.prefault({}),
});
export type VirtualMachine = z.output<typeof virtualMachineSchema>;
