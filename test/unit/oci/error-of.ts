import { isRegistryError, type RegistryError } from "../../../clients/oci/errors.js";

/** What a failing call threw, for assertions on its reason and words. */
export async function errorOf(call: Promise<unknown>): Promise<RegistryError> {
  try {
    await call;
  } catch (error) {
    if (isRegistryError(error)) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}
