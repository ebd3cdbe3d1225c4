import type { RenderServices } from "../../../../model/workspace/render/render.js";
import type { TemplateJob, TemplateOutcome } from "../../../../model/workspace/render/template-tool.js";

/** Tools that print what they are told, and remember their jobs. */
export class FakeServices implements RenderServices {
  readonly jobs: TemplateJob[] = [];
  readonly kept = new Map<string, string>();
  version = "1.0.0";
  readonly helm = this.tool("helm");
  readonly kustomize = this.tool("kustomize");
  readonly cache: RenderServices["cache"] = {
    get: async (key) => this.kept.get(key),
    put: async (key, text) => void this.kept.set(key, text),
  };

  constructor(private readonly outcome: (run: number) => TemplateOutcome) {}

  /** The one job that was run. */
  get job(): TemplateJob {
    expect(this.jobs).toHaveLength(1);
    return this.jobs[0]!;
  }

  private tool(name: string): RenderServices["helm"] {
    return {
      name,
      version: async () => this.version,
      render: async (job) => {
        this.jobs.push(job);
        return this.outcome(this.jobs.length);
      },
    };
  }
}

/** Tools that print the same text each time. */
export function printing(first: string, second: string = first): FakeServices {
  return new FakeServices(() => ({ ok: true, printed: [first, second] }));
}
