import { extensionTypes, serviceTypes } from "./auxiliary-types.js";
import {
  commonTypes,
  controlTypes,
  environmentsTypes,
  gitopsTypes,
  infrastructureTypes,
} from "./published-types.js";
import { typeTable } from "./type-table.js";

/** Every type of the document by the name of its component. */
export const DOCUMENT_TYPES = typeTable({
  ...infrastructureTypes,
  ...environmentsTypes,
  ...controlTypes,
  ...gitopsTypes,
  ...commonTypes,
  ...extensionTypes,
  ...serviceTypes,
});

/** Name of a component. */
export type TypeId = keyof typeof DOCUMENT_TYPES;
