import type { LateField } from "../references/scan.js";

const UNITS = ["build", "clean"];
const TASK_LISTS = ["tasks", "finally"];
const SPECS = ["spec", "taskSpec"];

/** Inside a request: images, and values of parameters. Everything else decides names, or is somebody else's language. */
const IN_REQUEST: readonly (readonly string[])[] = UNITS.flatMap((unit) => [
  [unit, "params", "*", "default"],
  ...TASK_LISTS.flatMap((list) => [
    [unit, list, "*", "paramValues", "*", "value"],
    [unit, list, "*", "params", "*", "value"],
    ...SPECS.flatMap((spec) => [
      [unit, list, "*", spec, "params", "*", "default"],
      [unit, list, "*", spec, "stepTemplate", "image"],
      [unit, list, "*", spec, "steps", "*", "image"],
      [unit, list, "*", spec, "sidecars", "*", "image"],
    ]),
  ]),
]);

/** Fields of the section that may hold references. */
export const LATE: readonly LateField[] = [
  ...IN_REQUEST.map((path) => ["pools", "*", "request", ...path]),
  ["resources", "*", "params", "*"],
].map((path) => ({ path, form: "image" }));

/** Fields in which `${` is the shell's, or whatever else's. */
export const VERBATIM: readonly (readonly string[])[] = [
  ["pools", "*", "request", "**"],
  ["resources", "*", "manifests", "**"],
];
