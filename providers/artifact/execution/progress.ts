import type { Site } from "../site.js";

/** Tells where the run of an instance is, whenever that has changed. */
export class Progress {
  #told = "";

  constructor(
    private readonly site: Pick<Site, "artifact" | "status">,
    private readonly instance: string,
  ) {}

  tell(line: string): void {
    if (line === this.#told) return;
    this.#told = line;
    this.site.status(`[${this.site.artifact}/${this.instance}] ${line}`);
  }
}
