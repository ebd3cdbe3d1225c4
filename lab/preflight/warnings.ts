import semver from "semver";
import { MINIMUM_GO } from "../toolbox/go-build.js";
import type { Facts } from "./facts.js";
import type { Obstacle } from "./requirements.js";
import type { WorkAhead } from "./work-ahead.js";

const GO_FIX = `Install Go ${MINIMUM_GO} or newer from https://go.dev/dl/ if the downloads do not work`;

/** What may still go wrong, although a start can be tried. */
export function warningsAbout(facts: Facts, ahead: WorkAhead): readonly Obstacle[] {
  const warnings: Obstacle[] = [];
  if (ahead.builds && facts.go === undefined) {
    warnings.push({
      why: "Go is not installed, so everything missing has to be downloaded ready-made",
      fix: GO_FIX,
    });
  } else if (ahead.builds && facts.go !== undefined && semver.lt(facts.go, MINIMUM_GO)) {
    warnings.push({ why: `Go ${facts.go} is too old to build what is missing`, fix: GO_FIX });
  }
  if (facts.freeBytes < ahead.bytes) {
    warnings.push({
      why: `${gigabytes(facts.freeBytes)} GB free, up to ${gigabytes(ahead.bytes)} GB wanted`,
      fix: "Free some disk space, or point XDG_CACHE_HOME to a larger disk",
    });
  }
  if (facts.system === "linux" && facts.missingCommands.includes("flock")) {
    warnings.push({
      why: "no flock on PATH, so two runs at once may build the same tool twice",
      fix: "Install util-linux",
    });
  }
  return warnings;
}

/** Bytes as gigabytes with one decimal. */
export function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
