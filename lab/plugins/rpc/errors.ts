import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { InitFailure } from "./init-failure.js";
import { toStruct } from "./struct.js";

/** Thrown for a call that the plugin does not offer. */
export class Unimplemented extends Error {}

/** What the engine is sent for a thrown value. The details of a half-made resource travel in a trailer. */
export function serviceError(thrown: unknown): ServiceError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Unimplemented ? status.UNIMPLEMENTED : status.UNKNOWN;
  const metadata = new Metadata();
  if (thrown instanceof InitFailure) {
    metadata.add("grpc-status-details-bin", Buffer.from(details(thrown, message).serializeBinary()));
  }
  return Object.assign(new Error(message), { code, details: message, metadata });
}

function details(failure: InitFailure, message: string): Status {
  const detail = new ErrorResourceInitFailed();
  detail.setId(failure.saved.id);
  detail.setProperties(toStruct(failure.saved.state));
  if (failure.saved.inputs !== undefined) detail.setInputs(toStruct(failure.saved.inputs));
  detail.setReasonsList([...failure.reasons]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(message);
  answer.addDetails(any);
  return answer;
}
