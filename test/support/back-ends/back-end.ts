import type { AnyKind } from "../../../providers/runtime/kind.js";

/** One back end with volumes, as the suite of all back ends sees it. */
export interface BackEnd {
  readonly kind: AnyKind;
  /** Sections of the stack file. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Inputs of a volume there, without its size. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Sizes of the volumes that are there. */
  volumes(): readonly number[];
  /** Somebody else changes the only volume. */
  resize(size: number): void;
  /** Somebody else takes the only volume away. */
  lose(): void;
  /** Nobody answers any more. */
  goDown(): void;
  close(): Promise<void>;
}
