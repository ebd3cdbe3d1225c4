#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { isObject } from "../model/shared/json.js";
import { COMMANDS } from "./commands.js";
import { run } from "./program.js";

/** The package's own version; this file is `dist/cli/main.js` in it. */
function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8"),
  );
  return isObject(manifest) && typeof manifest.version === "string" ? manifest.version : "unknown";
}

/** A reader that has seen enough (`| head`) is no fault; other ways of failing to write are. */
process.stdout.on("error", (error: Error) => {
  process.exit("code" in error && error.code === "EPIPE" ? 0 : 1);
});

void run(process.argv.slice(2), COMMANDS, packageVersion());
