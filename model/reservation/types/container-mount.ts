import { z } from "zod";
import { text } from "./scalars.js";

/** A volume inside a container. */
export const containerMountSchema = z.strictObject({
  /** `<reservation id>-<workload id>`; `-<workload id>` for a volume of the same reservation. */
  volumeId: text(),
  /** Absolute path in the container. */
  mountpoint: text(),
});
export type ContainerMount = z.output<typeof containerMountSchema>;
