import { z } from "zod";
import { uint8, whole } from "./scalars.js";

/** What a container may use. */
export const containerCapacitySchema = z.strictObject({
  /** Processors. */
  cpu: whole(),
  /** MiB. */
  memory: whole(),
  /** Root disk, MiB. */
  diskSize: whole(),
  /** `ZdbDiskTypeEnum`, of the root disk. */
  diskType: uint8(),
});
export type ContainerCapacity = z.output<typeof containerCapacitySchema>;
