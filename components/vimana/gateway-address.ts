import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedVimana } from "../../model/vimana/planned.js";

/**
 * Where the gateway is reached, as far as it is declared; undefined where its own status tells.
 *
 * @throws pulumi.RunError when the file that should hold it cannot be read
 */
export function declaredAddress({ gateway }: PlannedVimana): string | undefined {
  const { address, addressFile } = gateway;
  if (address !== undefined || addressFile === undefined) return address;
  try {
    const text = readFileSync(addressFile, "utf8").trim();
    return text === "" ? undefined : text;
  } catch {
    throw new pulumi.RunError(
      `gateway.addressFile: ${addressFile} cannot be read. ` +
        "Correct the path, relative to the project folder, or create the file",
    );
  }
}
