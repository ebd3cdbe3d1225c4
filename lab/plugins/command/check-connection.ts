import { isObject } from "../../../model/shared/json.js";
import { isUnknown, plain, secret, type Bag } from "../rpc/bag.js";
import type { CheckFault } from "../rpc/provider.js";
import { withDefaults } from "./connection.js";

/** Fills the connection's defaults in and keeps it secret as a whole. A fault never quotes a value. */
export function checkConnection(inputs: Bag): {
  readonly inputs: Bag;
  readonly faults: readonly CheckFault[];
} {
  const connection = plain(inputs["connection"]);
  if (isUnknown(connection)) return { inputs, faults: [] };
  if (!isObject(connection) || typeof connection["host"] !== "string" || connection["host"] === "") {
    return {
      inputs,
      faults: [{ property: "", reason: "connection.host is missing: give the machine's address" }],
    };
  }
  return { inputs: { ...inputs, connection: secret(withDefaults(connection)) }, faults: [] };
}
