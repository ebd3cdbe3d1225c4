import * as pulumi from "@pulumi/pulumi";

/**
 * Waits for several preparations to end, so that the faults of all of them are told at once.
 *
 * @throws pulumi.RunError with the messages of all that failed so; any other failure as it is
 */
export async function faultsTogether<T extends readonly unknown[]>(work: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<{ -readonly [K in keyof T]: T[K] }> {
  const settled = await Promise.allSettled(work);
  const failures = settled.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
  const told = failures.filter((failure) => failure instanceof pulumi.RunError);
  if (told.length > 1 && told.length === failures.length) {
    throw new pulumi.RunError(told.map(({ message }) => message).join("\n\n"));
  }
  return Promise.all(work);
}
