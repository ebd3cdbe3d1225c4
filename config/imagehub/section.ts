import { planCatalogue } from "../../model/imagehub/catalogue.js";
import type { PlannedCatalogue } from "../../model/imagehub/catalogue-types.js";
import type { ResolvePolicy } from "../../model/imagehub/schemas.js";
import type { Section } from "../section.js";
import { hubProblems } from "./checks.js";
import { checkForm, declaredProblems } from "./declared-problems.js";
import { ambiguousIds, catalogueItems } from "./items.js";
import { readManifests } from "./manifests.js";
import { imagehubSchema, imagehubSecrets, type ImageHubSection } from "./schema.js";

const SYSTEM = "imagehub";

/** What the stack file says of the hub itself. */
type HubFields = Omit<
  ImageHubSection,
  "organizations" | "repositories" | "images" | "dataPacks" | "manifests" | "resolve"
>;

/** `groundplan:imagehub`, checked: the hub, and the catalogue that is to be made. */
export interface ImageHubSettings extends HubFields {
  readonly resolve: ResolvePolicy;
  readonly catalogue: PlannedCatalogue;
}

/** `groundplan:imagehub`: an image catalogue on a cluster. */
export const imagehub: Section<ImageHubSection, ImageHubSettings> = {
  key: SYSTEM,
  schema: imagehubSchema,
  secrets: imagehubSecrets,
  sort: "system",
  placeholders: { cluster: "(faulty)", mode: "direct" },
  late: [
    { path: ["controller", "image"], form: "image" },
    { path: ["images", "*", "detail", "description"], form: "url" },
    { path: ["images", "*", "detail", "docs"], form: "url" },
    { path: ["images", "*", "detail", "icon"], form: "url" },
    { path: ["images", "*", "detail", "url"], form: "url" },
  ],
  finish: (parsed, context) => {
    const {
      organizations,
      repositories,
      images,
      dataPacks,
      manifests: paths,
      resolve: given,
      ...hub
    } = parsed;
    const resolve = given ?? (hub.registry === undefined ? "off" : "once");
    const { manifests, problems } = readManifests(paths, context.files);
    const form = checkForm({ organizations, repositories, images, dataPacks });
    const catalogue = planCatalogue(
      { ...form.plannable, manifests },
      {
        path: SYSTEM,
        strictKeywords: hub.strictKeywords,
        pruneEmptyRepositories: hub.pruneEmptyRepositories,
        ...(hub.creator === undefined ? {} : { creator: hub.creator }),
      },
    );
    return {
      settings: { ...hub, resolve, catalogue },
      problems: [
        ...hubProblems(parsed, context),
        ...problems,
        ...declaredProblems(form.problems, catalogue.problems),
        ...ambiguousIds(catalogue),
      ],
      items: catalogueItems(catalogue, resolve),
    };
  },
};
