import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Bag } from "./bag.js";

type StructValue = Parameters<typeof Struct.fromJavaScript>[0][string];

/** The bag in a message; an absent one is empty. */
export function fromStruct(struct: Struct | undefined): Bag {
  return struct === undefined ? {} : struct.toJavaScript();
}

/** A bag as message. Members that are undefined are left out, which the library would refuse. */
export function toStruct(bag: Bag): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(bag)) as Record<string, StructValue>);
}
