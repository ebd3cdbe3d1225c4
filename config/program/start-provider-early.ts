import * as pulumi from "@pulumi/pulumi";

/** Sections whose resources are dynamic ones. */
const SECTIONS = ["artifacts", "gateways", "imagehub", "reservations", "vimanas", "workspaces"];
/** Nothing answers to these, and nothing has to. The second one is asked of the engine itself. */
const NO_FUNCTIONS = ["pulumi-nodejs:dynamic:start", "pulumi:pulumi:started"] as const;

/**
 * Has the engine start the process that dynamic resources live in, which takes the better part of a second, while the
 * program itself is still loaded and renders. The engine does so for whatever is first asked of its package. Asked
 * last, and ready as soon as the question is out: loading the program would keep it back.
 */
export async function startProviderEarly(): Promise<void> {
  const config = pulumi.runtime.allConfig();
  if (!SECTIONS.some((section) => !["{}", undefined].includes(config[`groundplan:${section}`]))) return;
  const [start, next] = NO_FUNCTIONS;
  void asked(start);
  // Questions go out in their order, and this one is answered at once.
  await asked(next);
}

async function asked(about: string): Promise<void> {
  await pulumi.runtime.invoke(about, {}).catch(() => undefined);
}
