import { parseGoDuration } from "../shared/duration.js";

/**
 * When a DataPack expires, as RFC 3339 in whole seconds: counted from its creation, never from its last use.
 * Undefined when one of the two is not readable.
 *
 * @param createdAt `metadata.creationTimestamp`.
 * @param expireTime `spec.expireTime`, a Go duration.
 */
export function expiresAt(createdAt: string, expireTime: string): string | undefined {
  const expiry = expiryMs(createdAt, expireTime);
  if (expiry === undefined) return undefined;
  const time = new Date(expiry);
  return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, -5)}Z`;
}

/**
 * Whether a DataPack's time is over. A duration that nobody can read counts as zero, as the controller has it.
 *
 * @param now Milliseconds since the epoch.
 */
export function isExpired(createdAt: string, expireTime: string, now: number): boolean {
  const expiry = expiryMs(createdAt, expireTime);
  return expiry === undefined || expiry < now;
}

function expiryMs(createdAt: string, expireTime: string): number | undefined {
  const created = Date.parse(createdAt);
  const life = parseGoDuration(expireTime);
  if (Number.isNaN(created) || !life.ok) return undefined;
  return created + Number(life.nanoseconds / 1_000_000n);
}
