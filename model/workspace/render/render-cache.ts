/**
 * Keeps what was rendered. Texts may hold Secrets: an implementation keeps them so that only who knows the key's
 * text, and with it everything that went into the rendering, can read them.
 */
export interface RenderCache {
  /** The text kept under a key; undefined when there is none, or it is damaged. */
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}
