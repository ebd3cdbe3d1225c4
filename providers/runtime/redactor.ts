/** What stands in a line instead of a secret. */
export const REDACTED = "[secret]";

const SHORTEST = 3;
const SHORTEST_LINE = 8;

/**
 * Knows every secret value that this process has seen and takes them out of whatever leaves it for people:
 * log lines, status, plans, error texts. Besides the value itself it knows its JSON-escaped, URL-encoded and
 * base64 forms, and the single lines of a long text such as a key file. Values under three characters are not
 * looked for; they would tear every text to pieces.
 */
export class Redactor {
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  /** Learns every text and number inside a secret value. */
  learn(secret: unknown): void {
    if (typeof secret === "string") this.#learnText(secret);
    else if (typeof secret === "number" || typeof secret === "bigint") this.#learnText(secret.toString());
    else if (typeof secret === "object" && secret !== null)
      Object.values(secret).forEach((part) => {
        this.learn(part);
      });
  }

  /** The text without secrets. */
  clean(text: string): string {
    if (this.#known.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#known]
        .sort((a, b) => b.length - a.length)
        .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, REDACTED);
  }

  #learnText(secret: string): void {
    const trimmed = secret.trim();
    if (trimmed.length < SHORTEST || this.#known.has(secret)) return;
    const lines = secret.split(/\r?\n/).map((line) => line.trim());
    for (const form of [
      secret,
      trimmed,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(Buffer.from(secret).toString()),
      Buffer.from(secret).toString("base64"),
      ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
    ]) {
      this.#known.add(form);
    }
    this.#pattern = undefined;
  }
}
