import { POOL_SETTINGS_SHAPE } from "../settings.js";

/** Keys of a request, the pool's settings among them. */
export const REQUEST_KEYS: readonly string[] = [
  "name",
  "refs",
  "build",
  "clean",
  "allowEntrypointLookup",
  ...Object.keys(POOL_SETTINGS_SHAPE),
];

/** Keys of what is built or cleaned with. */
export const UNIT_KEYS: readonly string[] = [
  "description",
  "params",
  "tasks",
  "finally",
  "results",
  "secrets",
  "accounts",
  "workspaces",
  "timeouts",
  "serviceAccountName",
  "podTemplate",
];
