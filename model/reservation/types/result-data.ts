import { z } from "zod";
import { goJson } from "../wire/go-json.js";

/**
 * What nodes report of each kind of workload, keys as they send them; the other kinds report nothing. By
 * `WorkloadTypeEnum`.
 */
export const RESULT_DATA_SCHEMAS = {
  0: z.strictObject({ Namespace: z.string(), IPs: z.array(z.string()), Port: z.int() }),
  1: z.strictObject({ id: z.string(), ipv6: z.string(), ipv4: z.string(), yggdrasil: z.string() }),
  2: z.strictObject({ volume_id: z.string() }),
  4: z.strictObject({ id: z.string(), ip: z.string() }),
  9: z.strictObject({
    ips: z.array(z.string()),
    peers: z.array(
      z.strictObject({ public_key: z.string(), endpoint: z.string(), allowed_ips: z.array(z.string()) }),
    ),
  }),
  11: z.strictObject({ id: z.string(), ip: z.string() }),
  12: z.strictObject({ id: z.string(), ip: z.string() }),
} as const;
/** Kinds of workload whose nodes report something. */
export type ReportingType = keyof typeof RESULT_DATA_SCHEMAS;
/** What is reported of one kind. */
export type ResultData<N extends ReportingType> = z.output<(typeof RESULT_DATA_SCHEMAS)[N]>;

/** The `dataJson` of a result, as a node of upstream's would sign it; `null` for kinds that report nothing. */
export function resultDataJson<N extends ReportingType>(_workloadType: N, data: ResultData<N>): string {
  return goJson(data);
}

/** What kinds that report nothing have as `dataJson`. */
export const NO_RESULT_DATA = "null";

/**
 * What a result reports; undefined when it is nothing, or not what its kind reports.
 * @param schema One of {@link RESULT_DATA_SCHEMAS}.
 */
export function resultDataOf<S extends z.ZodType>(schema: S, dataJson: string): z.output<S> | undefined {
  if (dataJson === "") return undefined;
  const parsed = schema.safeParse(JSON.parse(dataJson));
  return parsed.success ? parsed.data : undefined;
}
