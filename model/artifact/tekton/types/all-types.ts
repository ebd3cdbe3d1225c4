import { CLAIM_TYPES } from "./claim-types.js";
import { CONTAINER_TYPES } from "./container-types.js";
import { POD_TYPES } from "./pod-types.js";
import { TEKTON_TYPES } from "./tekton-types.js";
import { typeTable } from "./type-table.js";
import { VOLUME_TYPES } from "./volume-types.js";

/** Every type that a Pipeline or PipelineRun is written with. */
export const TYPES = typeTable(TEKTON_TYPES, CONTAINER_TYPES, POD_TYPES, VOLUME_TYPES, CLAIM_TYPES);
