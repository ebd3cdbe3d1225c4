import { DATA_PACK_TYPES, DEFAULT_EXPIRE_TIME, KINDS } from "../constants.js";
import { catalogueCrd, described, integer, long, object, tagData, text, texts } from "./schema.js";

const data = object({
  name: text,
  type: text,
  repoName: text,
  rating: integer,
  downloadCount: long,
  icon: text,
  keywords: texts,
  size: long,
  description: text,
  tags: { type: "array", items: tagData },
  docs: text,
  ID: text,
  arch: text,
});

/** A collected view of many images. */
export const dataPackCrd = catalogueCrd(
  { kind: KINDS.dataPack, plural: "datapacks", singular: "datapack", shortName: "dp" },
  "A collected view of many images, kept for a while.",
  object({
    type: described("How much is collected of each image.", {
      type: "string",
      enum: [...DATA_PACK_TYPES],
      default: "base",
    }),
    names: described("Image names.", texts),
    expireTime: described("Go duration after which the object is removed.", {
      type: "string",
      default: DEFAULT_EXPIRE_TIME,
    }),
  }),
  object(
    {
      codes: described("0 not run, 1 ready, 2 pending, 3 failed.", integer),
      datas: described("By image name; empty for an image that does not exist.", {
        type: "object",
        additionalProperties: data,
      }),
    },
    ["codes"],
  ),
);
