import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../../model/shared/errors.js";
import { fillIn } from "../references/fill-in.js";
import type { LateValue } from "../references/scan.js";
import { formatReference, type Reference, type Template } from "../references/template.js";

/** What a system publishes for references: by item id, then by output name. */
export type SystemOutputs = Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;

/**
 * What the references of a stack resolve to. One may be looked up before its system is declared: the answer is an
 * output that waits for {@link publish}, so that systems can refer to each other both ways.
 */
export class OutputsRegistry {
  /** The text itself, or the output of the references it stands for. */
  readonly text: (text: string) => pulumi.Input<string>;
  /**
   * Puts the values of references in place of their stand-ins inside a longer text, each as `escape` makes it fit
   * there. The text itself when it holds none.
   */
  readonly within: (text: string, escape: (value: string) => string) => pulumi.Input<string>;
  private readonly published = new Map<string, SystemOutputs>();
  private readonly waiting: {
    readonly reference: Reference;
    readonly resolve: (source: pulumi.Output<unknown>) => void;
  }[] = [];

  /** @param late The texts of the settings that stand for references. */
  constructor(late: readonly LateValue[]) {
    const resolve = (template: Template): pulumi.Output<string> =>
      pulumi
        .all(
          template.map((part) =>
            typeof part === "string" ? pulumi.output<unknown>(part) : this.lookUp(part),
          ),
        )
        .apply((parts) => parts.map(String).join(""));
    this.text = fillIn(late, resolve);
    this.within = (text, escape) => {
      const held = late.filter(({ standIn }) => text.includes(standIn));
      if (held.length === 0) return text;
      return pulumi
        .all(held.map(({ template }) => resolve(template)))
        .apply((values) =>
          held.reduce(
            (filled, { standIn }, index) => filled.replaceAll(standIn, () => escape(values[index] ?? "")),
            text,
          ),
        );
    };
  }

  /** Makes a system's outputs known; texts that wait for them resolve. */
  publish(system: string, outputs: SystemOutputs): void {
    this.published.set(system, outputs);
    for (const { reference, resolve } of this.waiting.filter((entry) => entry.reference.system === system)) {
      resolve(this.found(reference));
    }
  }

  private lookUp(reference: Reference): pulumi.Output<unknown> {
    if (this.published.has(reference.system)) return this.found(reference);
    const [output, resolve] = pulumi.deferredOutput<unknown>();
    this.waiting.push({ reference, resolve });
    return output;
  }

  private found({ system, id, output }: Reference): pulumi.Output<unknown> {
    const value = this.published.get(system)?.[id]?.[output];
    if (value !== undefined) return pulumi.output(value);
    throw new Failure({
      what: `the component of ${system} published no such output`,
      where: formatReference({ system, id, output }),
      next: "This is a fault of groundplan: the settings allow a reference that the component does not offer",
    });
  }
}
