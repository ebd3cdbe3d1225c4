import type { Problem } from "../../shared/problem.js";

/** Where a tool finds the private files of its job, from the folder that it runs in: the top of the repository. */
export const PRIVATE_FOLDER = "../private";

/** One rendering by a tool. */
export interface TemplateJob {
  /** Folder in the repository that is rendered, for errors. */
  readonly folder: string;
  /** Every file of the repository that the tool sees, by path. Nothing else of the machine is there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Texts beside the repository, in {@link PRIVATE_FOLDER}, by name; they may hold secrets. */
  readonly privateFiles: ReadonlyMap<string, string>;
  /** Arguments of the tool. Every process of this user can read them: they hold no secret. */
  readonly args: readonly string[];
  /** Whether templates may print the time of day: then the second rendering begins in another second. */
  readonly readsClock: boolean;
  /** Whether the tool runs Helm in its turn. */
  readonly usesHelm: boolean;
  /** What should be looked at, whatever the tool makes of it. */
  readonly warnings: readonly Problem[];
  /** Addresses of the chart repositories that may have to be asked for dependencies. */
  readonly chartRepositories: readonly string[];
}

/** What a tool printed, twice: two results that differ do not follow from the files alone. */
export type RenderedTwice = readonly [first: string, second: string];

/** How a rendering ended: with what the tool printed, or with its complaint. */
export type TemplateOutcome =
  { readonly ok: true; readonly printed: RenderedTwice } | { readonly ok: false; readonly problem: Problem };

/** A program that renders templates. */
export interface TemplateTool {
  readonly name: string;
  /**
   * The version of the program, and of Helm where the job uses it.
   * @throws Failure when there is no suitable one.
   */
  version(job: TemplateJob): Promise<string>;
  /**
   * Renders a job twice, in a private copy of its files.
   * @throws Failure when there is no suitable program, it takes too long or is cancelled.
   */
  render(job: TemplateJob): Promise<TemplateOutcome>;
}
