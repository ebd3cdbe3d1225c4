import { KINDS } from "../constants.js";
import { catalogueCrd, creationTime, described, long, object, text, texts } from "./schema.js";

const action = object({
  name: described("Name for people.", text),
  actionType: described("Type of the template; yaml.", text),
  actions: described("The template.", text),
  cmd: described("Command to run.", text),
});

const detail = object(
  {
    url: described("Address of the software's user interface or home page.", text),
    keywords: described("What the image is filtered by.", texts),
    description: described("One or two sentences.", text),
    icon: described("Address of a picture.", text),
    docs: described("Markdown.", text),
    ID: described("Image id.", text),
    arch: described("Architecture.", text),
    size: described("Bytes.", long),
    creatTime: described("When the image was built.", creationTime),
    actions: described("What users can start with the image, by name.", {
      type: "object",
      additionalProperties: action,
    }),
  },
  ["creatTime"],
);

/** One tag of a repository. */
export const imageCrd = catalogueCrd(
  { kind: KINDS.image, plural: "images", singular: "image", shortName: "img" },
  "One tag of a repository, and what users are told of it.",
  object({
    name: described("organization/repository:tag", text),
    type: described("cloud-image or cluster-image", text),
    detail: described("What users are told.", detail),
  }),
  { type: "object" },
);
