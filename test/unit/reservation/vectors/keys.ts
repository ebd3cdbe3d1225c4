import { utf8 } from "../../../../model/reservation/scalars/utf8.js";

/** Seeds of the users whose signatures the vectors have. */
export const SEEDS = {
  "7": utf8("12345678901234567890123456789012"),
  "8": utf8("1".repeat(32)),
  "9": utf8("2".repeat(32)),
} as const;

/** Their public keys. */
export const PUBLIC_KEYS = {
  "7": "2f8c6129d816cf51c374bc7f08c3e63ed156cf78aefb4a6550d97b87997977ee",
  "8": "48075a597e721a156e2e0799de5cc0c5324dc6e7eaf1cdd46250868ec53215dd",
  "9": "5e212c0980e4b39fc09721134aa02109374edfd260c0d3d03cb501c8d65457a9",
} as const;
