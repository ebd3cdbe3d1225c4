import type { ChildProcess } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties as they go over the wire. */
export type Properties = Record<string, JavaScriptValue>;

/** A call that a provider refused. */
export class ProviderError extends Error {
  constructor(
    message: string,
    readonly code: number,
    /** What the engine would record of a resource that exists nevertheless. */
    readonly saved?: { id: string; properties: Properties; inputs: Properties; reasons: string[] },
  ) {
    super(message);
  }
}

/** A child process that serves a provider, and the client of it. */
export interface ServedProvider {
  readonly client: ResourceProviderClient;
  /** Standard output and error so far. */
  readonly output: () => string;
  /** Resolves with the exit code when the process is gone. */
  readonly exited: Promise<number | null>;
}

/**
 * Connects to the provider that a child serves, as soon as it has told its port.
 *
 * @throws Error with what the child printed when it ends before that
 */
export async function connectProvider(child: ChildProcess): Promise<ServedProvider> {
  let output = "";
  child.stderr?.on("data", (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((done) => child.once("close", done));
  const port = await new Promise<number>((found, fail) => {
    child.stdout?.on("data", (chunk) => {
      output += String(chunk);
      const told = /^(\d+)\s*$/m.exec(output)?.[1];
      if (told !== undefined) found(Number(told));
    });
    child.once("exit", () => {
      fail(new Error(`the provider process ended: ${output}`));
    });
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return { client, output: () => output, exited };
}

/**
 * Makes one call.
 *
 * @throws ProviderError when it is refused
 */
export function ask<T>(
  send: (answer: (error: grpc.ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((done, fail) => {
    send((error, response) => {
      if (error === null) done(response);
      else fail(refusal(error));
    });
  });
}

export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

export function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

function refusal(error: grpc.ServiceError): ProviderError {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new ProviderError(error.details, error.code);
  const [any] = Status.deserializeBinary(Buffer.from(packed)).getDetailsList();
  const detail = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return new ProviderError(error.details, error.code, {
    id: detail.getId(),
    properties: propertiesOf(detail.getProperties()),
    inputs: propertiesOf(detail.getInputs()),
    reasons: detail.getReasonsList(),
  });
}
