import type { AnyKind } from "./runtime/kind.js";

/**
 * The kinds of this package by frozen name. Each is imported on first use, so that the provider process loads
 * only what a stack has.
 */
export const builtInKinds: Readonly<Record<string, () => Promise<AnyKind>>> = {};
