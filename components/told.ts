import type * as pulumi from "@pulumi/pulumi";

/**
 * What a resource tells, or what stands for it where it is not there: a destroy runs the program, too, and resources
 * that were never made, or are gone already, have no outputs then.
 */
export function told<T>(output: pulumi.Output<T>, otherwise: NoInfer<T>): pulumi.Output<T>;
export function told<T, U>(output: pulumi.Output<T>, otherwise: U): pulumi.Output<T | U>;
export function told<T, U>(output: pulumi.Output<T>, otherwise: U): pulumi.Output<T | U> {
  return output.apply((value: T | undefined): T | U => value ?? otherwise);
}
