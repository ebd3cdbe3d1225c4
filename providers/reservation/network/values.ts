import { z } from "zod";
import { wireguardKeyFault } from "../../../model/reservation/rules/value-faults.js";
import { isV4, parseIp } from "../../../model/reservation/scalars/ip-address.js";
import { canonicalRange, parseRange } from "../../../model/reservation/scalars/ip-range.js";

/** Base64 of a WireGuard key that others may know. */
export const publicKey = z.string().check((context) => {
  const fault = wireguardKeyFault(context.value);
  if (fault !== undefined) context.issues.push({ code: "custom", input: context.value, message: fault });
});

/** An IPv4 range in its one form, host bits kept: `10.10.1.0/24`. */
export const ipv4Range = z
  .string()
  .refine((text) => isIpv4Range(text), "must be an IPv4 range, as 10.10.1.0/24")
  .transform((text) => canonicalRange(text) ?? text);

/** An IPv4 address. */
export const ipv4 = z.string().refine((text) => {
  const address = parseIp(text);
  return address !== undefined && isV4(address) && !text.includes(":");
}, "must be an IPv4 address, as 10.10.1.2");

/** A port of UDP. */
export const port = z.int().min(1).max(65535);

function isIpv4Range(text: string): boolean {
  const range = parseRange(text);
  return range !== undefined && isV4(range.address) && range.prefix >= 96 && !text.includes(":");
}
