import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const CHECKOUT = path.resolve(__dirname, "..", "..", "..");
const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The example stack's configuration as the engine hands it to the program, on credentials that exist. */
export interface ExampleStack {
  readonly config: Record<string, string>;
  dispose(): void;
}

/** Reads `Pulumi.dev.yaml`; its files of the lab are replaced by files in a temporary folder. */
export function exampleStack(): ExampleStack {
  const folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-program-"));
  const text = readFileSync(path.join(CHECKOUT, "Pulumi.dev.yaml"), "utf8").replace(
    /\.lab\/[a-z/]+/g,
    (file) => {
      const stand = path.join(folder, file.replaceAll("/", "-"));
      writeFileSync(stand, "");
      return stand;
    },
  );
  const { config } = stackFile.parse(parse(text));
  return {
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
