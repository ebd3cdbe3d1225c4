import type { PropertyPath } from "../../../shared/property-path.js";

/** What Tekton's admission has against an object. */
export interface Objection {
  /** Where, inside the object. */
  readonly path: PropertyPath;
  readonly reason: string;
  readonly fix?: string;
}

/** Collects objections; each part of the rules gets one that knows where it is. */
export interface Report {
  /** Objects to what is at `path`, seen from here. */
  readonly add: (path: PropertyPath, reason: string, fix?: string) => void;
  /** The report of a part. */
  readonly at: (...path: PropertyPath) => Report;
}

/** A report whose objections go to a list. */
export function reportTo(objections: Objection[], base: PropertyPath = []): Report {
  return {
    add: (path, reason, fix) => {
      objections.push({ path: [...base, ...path], reason, ...(fix === undefined ? {} : { fix }) });
    },
    at: (...path) => reportTo(objections, [...base, ...path]),
  };
}
