/** Who chooses the keys of a 0-db: it counts them up, or its user names them. */
export const ZdbModeEnum = { ZdbModeSeq: 0, ZdbModeUser: 1 } as const;

/** Texts by value. */
export const ZDB_MODE_TEXTS = ["seq", "user"] as const;
