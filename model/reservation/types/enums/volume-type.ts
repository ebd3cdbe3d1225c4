/** What a volume lies on. */
export const VolumeTypeEnum = { VolumeTypeHDD: 0, VolumeTypeSSD: 1 } as const;

/** Texts by value, in capitals as signatures have them. */
export const VOLUME_TYPE_TEXTS = ["HDD", "SSD"] as const;
