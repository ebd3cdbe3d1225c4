import type { z } from "zod";
import { isObject, type JsonValue } from "../../shared/json.js";
import { WORKLOAD_SCHEMAS, type AnyWorkload } from "../types/any-workload.js";
import { networkSchema } from "../types/network.js";
import { workloadEnvelopeSchema, type Workload } from "../types/workload.js";
import { decode, type Decoded } from "./decode.js";
import { encode, type Empties } from "./encode.js";
import type { Generation } from "./generation.js";

/** Reads and writes the internal model in the form of one generation. */
export interface Codec {
  readonly generation: Generation;
  /** Reads any type by its schema. */
  readonly decode: <S extends z.ZodType>(schema: S, wire: unknown) => Decoded<z.output<S>>;
  /** Writes any type by its schema. Empty lists and maps are `null` by default, as Go's servers have them. */
  readonly encode: <S extends z.ZodType>(schema: S, value: z.output<S>, empties?: Empties) => JsonValue;
  /** Reads a workload that stands alone; `workload_type` says of which kind. */
  readonly decodeWorkload: (wire: unknown) => Decoded<AnyWorkload>;
  readonly encodeWorkload: (workload: AnyWorkload, empties?: Empties) => JsonValue;
  /** Reads what a node is given to do; `type` says of which kind its content is. */
  readonly decodeNodeWorkload: (wire: unknown) => Decoded<Workload>;
  readonly encodeNodeWorkload: (workload: Workload) => JsonValue;
}

/** Reservations with all their workloads inside; categories of results as in the source document. */
export const classic: Codec = codecOf("classic");
/** Workloads that stand alone, ReservationInfo beside their own fields; categories of results are workload types. */
export const pool: Codec = codecOf("pool");

function codecOf(generation: Generation): Codec {
  return {
    generation,
    decode: (schema, wire) => decode(generation, schema, wire),
    encode: (schema, value, empties) => encode(generation, schema, value, empties),
    decodeWorkload: (wire) => {
      const type = isObject(wire) ? wire.workload_type : undefined;
      const schema = workloadSchemaOf(type);
      return schema === undefined ? unknownType("workload_type", type) : decode(generation, schema, wire);
    },
    encodeWorkload: (workload, empties) =>
      encode(generation, WORKLOAD_SCHEMAS[workload.workloadType], workload, empties),
    decodeNodeWorkload: (wire) => decodeNodeWorkload(generation, wire),
    encodeNodeWorkload: (workload) => encodeNodeWorkload(generation, workload),
  };
}

const NETWORK_TYPE = 3;

function decodeNodeWorkload(generation: Generation, wire: unknown): Decoded<Workload> {
  const { content, ...rest } = isObject(wire) ? wire : { content: undefined };
  const outer = decode(generation, workloadEnvelopeSchema, isObject(wire) ? rest : wire);
  if (!outer.ok) return outer;
  const { type } = outer.value;
  const schema = type === NETWORK_TYPE ? networkSchema : workloadSchemaOf(type);
  if (schema === undefined) return unknownType("type", type);
  const inner = decode(generation, schema, content ?? {}, ["content"]);
  if (!inner.ok) return inner;
  return {
    ok: true,
    value: { ...outer.value, content: inner.value },
    warnings: [...outer.warnings, ...inner.warnings],
  };
}

function encodeNodeWorkload(generation: Generation, workload: Workload): JsonValue {
  const { content, ...envelope } = workload;
  const inner =
    "workloadType" in content
      ? encode(generation, WORKLOAD_SCHEMAS[content.workloadType], content)
      : encode(generation, networkSchema, content);
  const outer = encode(generation, workloadEnvelopeSchema, envelope);
  return isObject(outer) ? { ...outer, content: inner } : outer;
}

function workloadSchemaOf(type: unknown) {
  return Object.entries(WORKLOAD_SCHEMAS).find(([number]) => Number(number) === type)?.[1];
}

function unknownType(path: string, type: unknown): Decoded<never> {
  const reason =
    type === NETWORK_TYPE
      ? "a network cannot stand alone; give one network resource a node"
      : "must be the number of a kind of workload: 0, 1, 2 or 4 to 12";
  return { ok: false, problems: [{ path, reason }] };
}
