import type { JsonObject } from "../../shared/json.js";
import { KINDS } from "../constants.js";
import { catalogueCrd, described, object, text, texts } from "./schema.js";

const name: JsonObject = { type: "string", maxLength: 1024 };

/** Owner of repositories. */
export const organizationCrd = catalogueCrd(
  { kind: KINDS.organization, plural: "organizations", singular: "organization", shortName: "org" },
  "Owner of repositories.",
  object({
    name: described("The same as the object's name.", name),
    creator: described("User that made the organization.", text),
    manager: described("Users that may push.", texts),
  }),
  object({
    name: described("Name of the organization.", name),
    repos: described("Its repositories, organization/repository.", texts),
  }),
);
