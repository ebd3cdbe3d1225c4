import { KINDS } from "../constants.js";
import { catalogueCrd, described, long, object, tagData, text } from "./schema.js";

/** All tags of one image. */
export const repositoryCrd = catalogueCrd(
  { kind: KINDS.repository, plural: "repositories", singular: "repository", shortName: "repo" },
  "All tags of one image.",
  object(
    {
      name: described("organization/repository", text),
      isPrivate: described("Whether only managers may pull.", { type: "boolean", default: false }),
    },
    ["isPrivate", "name"],
  ),
  object({
    name: described("organization/repository", text),
    downloadCount: described("How often images were pulled.", long),
    tags: described("Newest first.", { type: "array", items: tagData }),
    latestTag: described("The first of the tags.", tagData),
  }),
);
