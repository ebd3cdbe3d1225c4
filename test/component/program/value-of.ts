import * as pulumi from "@pulumi/pulumi";

/** The value of an output, once it is known. */
export async function valueOf<T>(output: pulumi.Input<T>): Promise<unknown> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}
