import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { z } from "zod";

/** Where a client calls, and how it finds out whom it talks to. */
export interface GrpcTarget {
  /** e.g. the address of the lab's gateway. */
  readonly address: string;
  /** Default 443. */
  readonly port?: number;
  /** Name that the TLS handshake asks for (SNI) and the certificate has to bear. */
  readonly serverName: string;
  /** Name in the calls themselves. Default `serverName`. */
  readonly authority?: string;
  /** PEM of the authority that is trusted; without it, calls are made without TLS. */
  readonly certificateAuthority?: string;
}

/** What the lab's gRPC server answers. */
export type EchoReply = z.infer<typeof reply>;

/** How a call ended. `code` is the status's name, e.g. `OK` or `UNAVAILABLE`. */
export interface CallResult {
  readonly code: string;
  readonly details: string;
  /** Undefined unless the code is `OK`. */
  readonly reply: EchoReply | undefined;
}

/** How a stream ended, and what came by it. */
export interface StreamResult {
  readonly code: string;
  readonly details: string;
  readonly replies: readonly EchoReply[];
}

/** Settings of one call. */
export interface CallOptions {
  /** Milliseconds until the client gives up. Default 10 s; for streams 10 s more than they last. */
  readonly deadlineMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 10_000;
const reply = z.object({
  version: z.string(),
  pod: z.string(),
  service: z.string(),
  authority: z.string(),
  number: z.number(),
});

/** A client of the lab's gRPC server under any service name; one connection, which is made again when it breaks. */
export class GrpcClient {
  private readonly client: grpc.Client;

  constructor(target: GrpcTarget) {
    const { address, port = 443, serverName, authority = serverName, certificateAuthority } = target;
    const credentials =
      certificateAuthority === undefined
        ? grpc.credentials.createInsecure()
        : grpc.credentials.createSsl(Buffer.from(certificateAuthority));
    this.client = new grpc.Client(`${address}:${port}`, credentials, {
      "grpc.ssl_target_name_override": serverName,
      "grpc.default_authority": authority,
      // Clients of one process would share connections, and with them what they are connected to.
      "grpc.use_local_subchannel_pool": 1,
      "grpc.initial_reconnect_backoff_ms": 100,
      "grpc.max_reconnect_backoff_ms": 500,
      // What failed is to be seen, not mended by the client.
      "grpc.enable_retries": 0,
    });
  }

  /** Calls `Echo`; a failed call is an answer too. */
  echo(service: string, options: CallOptions = {}): Promise<CallResult> {
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        `/${service}/Echo`,
        serialize,
        deserialize,
        {},
        metadata(options),
        { deadline: Date.now() + (options.deadlineMs ?? DEADLINE_MS) },
        (error, answer) => {
          resolve({
            code: codeName(error?.code ?? grpc.status.OK),
            details: error?.details ?? "",
            reply: error === null ? answer : undefined,
          });
        },
      );
    });
  }

  /** Calls `Stream` and collects what comes until its end. */
  stream(
    service: string,
    request: { readonly seconds: number; readonly intervalMs?: number },
    options: CallOptions = {},
  ): Promise<StreamResult> {
    const deadline = Date.now() + (options.deadlineMs ?? DEADLINE_MS + request.seconds * 1000);
    return new Promise((resolve) => {
      const replies: EchoReply[] = [];
      const call = this.client.makeServerStreamRequest(
        `/${service}/Stream`,
        serialize,
        deserialize,
        { ...request },
        metadata(options),
        { deadline },
      );
      call.on("data", (answer: EchoReply) => replies.push(answer));
      // Its content comes with the status as well.
      call.on("error", () => undefined);
      call.on("status", ({ code, details }: grpc.StatusObject) => {
        resolve({ code: codeName(code), details, replies });
      });
    });
  }

  /** Calls under way are cancelled. */
  close(): void {
    this.client.close();
  }
}

function serialize(request: Readonly<Record<string, number>>): Buffer {
  return Buffer.from(Struct.fromJavaScript({ ...request }).serializeBinary());
}

function deserialize(bytes: Buffer): EchoReply {
  return reply.parse(Struct.deserializeBinary(bytes).toJavaScript());
}

function metadata({ headers = {} }: CallOptions): grpc.Metadata {
  const all = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return all;
}

function codeName(code: grpc.status): string {
  return grpc.status[code];
}
