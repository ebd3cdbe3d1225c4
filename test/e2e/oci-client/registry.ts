import { readFileSync } from "node:fs";
import type { RegistryAccess } from "../../../lab/profiles/registry/access.js";

/**
 * The registry under test: the one at GROUNDPLAN_TEST_REGISTRY, with the user GROUNDPLAN_TEST_REGISTRY_USER and the
 * password in the file GROUNDPLAN_TEST_REGISTRY_PASSWORD_FILE, or the lab's.
 */
export async function testRegistry(): Promise<RegistryAccess> {
  const {
    GROUNDPLAN_TEST_REGISTRY: endpoint = "",
    GROUNDPLAN_TEST_REGISTRY_USER: username = "",
    GROUNDPLAN_TEST_REGISTRY_PASSWORD_FILE: passwordFile = "",
  } = process.env;
  if (endpoint === "") {
    const { testLab } = await import("../../support/lab.js");
    return (await testLab(["registry"])).registry;
  }
  return { endpoint, username, password: readFileSync(passwordFile, "utf8").trim() };
}
