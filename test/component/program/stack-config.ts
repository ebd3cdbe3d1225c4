import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { makeRepository } from "../../../lab/profiles/index.js";

const CHECKOUT = path.resolve(__dirname, "..", "..", "..");
const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The example stack's configuration as the engine hands it to the program, on credentials that exist. */
export interface ExampleStack {
  readonly config: Record<string, string>;
  dispose(): void;
}

/**
 * Reads `Pulumi.dev.yaml`. Its git repository is a real one; the other files of the lab are replaced by empty ones in a
 * temporary folder.
 */
export async function exampleStack(): Promise<ExampleStack> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-program-"));
  const cache = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = path.join(folder, "cache");
  const repository = await makeRepository(
    path.join(CHECKOUT, "lab", "dev-repository"),
    path.join(folder, "git"),
  );
  const text = readFileSync(path.join(CHECKOUT, "Pulumi.dev.yaml"), "utf8").replace(
    /\.lab\/[a-z0-9_./]+/g,
    (file) => {
      if (file === ".lab/git/url") return repository;
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
      if (cache === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = cache;
      rmSync(folder, { recursive: true });
    },
  };
}
