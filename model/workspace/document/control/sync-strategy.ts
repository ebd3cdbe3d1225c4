import { z } from "zod";
import { message, optional } from "../message.js";
import { flag } from "../wire.js";

export const v1alphaSyncStrategyApply = message(
  "v1alphaSyncStrategyApply",
  "Objects are applied; hooks do not run.",
  {
    force: optional(
      flag,
      "Whether an object that cannot be changed is deleted and made anew. Default false.",
    ),
  },
);
export type V1alphaSyncStrategyApply = z.infer<typeof v1alphaSyncStrategyApply>;

export const v1alphaSyncStrategyHook = message(
  "v1alphaSyncStrategyHook",
  "Objects are applied and hooks run.",
  {
    syncStrategyApply: optional(v1alphaSyncStrategyApply, "How objects are applied."),
  },
);
export type V1alphaSyncStrategyHook = z.infer<typeof v1alphaSyncStrategyHook>;

export const v1alphaSyncStrategy = message("v1alphaSyncStrategy", "How a sync works. Default: hook.", {
  apply: optional(v1alphaSyncStrategyApply, "Without hooks."),
  hook: optional(v1alphaSyncStrategyHook, "With hooks."),
});
export type V1alphaSyncStrategy = z.infer<typeof v1alphaSyncStrategy>;
