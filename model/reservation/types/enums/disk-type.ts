/** What a 0-db or the root disk of a container lies on. */
export const ZdbDiskTypeEnum = { ZdbDiskTypeHdd: 0, ZdbDiskTypeSsd: 1 } as const;

/** Texts by value, in lower case as signatures have them. */
export const DISK_TYPE_TEXTS = ["hdd", "ssd"] as const;
