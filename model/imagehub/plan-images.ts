import type { Problem } from "../shared/problem.js";
import type { CatalogueOptions, PlannedImage } from "./catalogue-types.js";
import { LIMITS } from "./constants.js";
import { fieldPath, type Declaration, type DeclaredImage } from "./declarations.js";
import { imageLabels, parseImageName } from "./image-name.js";
import { keywordAdvice } from "./keyword-advice.js";
import { ownLabels } from "./manifest-metadata.js";
import type { NameUse } from "./name-clashes.js";
import { imageObject } from "./objects.js";

/** Images with legal names, the names of all, and what is wrong. */
export interface PlannedImages {
  readonly planned: readonly PlannedImage[];
  readonly uses: readonly NameUse[];
  readonly problems: readonly Problem[];
}

/** Names each declared image and checks its keywords and sizes. */
export function planImages(
  declared: readonly Declaration<DeclaredImage>[],
  options: CatalogueOptions,
): PlannedImages {
  const planned: PlannedImage[] = [];
  const uses: NameUse[] = [];
  const problems: Problem[] = [];
  for (const declaration of declared) {
    const { spec, path } = declaration;
    const { tagEncoding } = spec;
    const parsed = parseImageName(spec.name, tagEncoding === undefined ? {} : { tagEncoding });
    problems.push(...keywordProblems(declaration, options));
    if (!parsed.ok) {
      problems.push(
        ...parsed.problems.map((problem) => ({ ...problem, path: fieldPath(declaration, "name") })),
      );
      uses.push({ name: spec.name, objectName: spec.name.replace(/[/:]/g, "."), path });
      continue;
    }
    const own = ownLabels(declaration, parsed.image.objectName, imageLabels(parsed.image));
    const image: PlannedImage = {
      ...parsed.image,
      path,
      labels: own.labels,
      annotations: declaration.manifest?.annotations ?? {},
      detail: spec.detail ?? {},
      ...(spec.type === undefined ? {} : { type: spec.type }),
      ...(spec.resolve === undefined ? {} : { resolve: spec.resolve }),
      ...(spec.platform === undefined ? {} : { platform: spec.platform }),
      ...(spec.verify === undefined ? {} : { verify: spec.verify }),
      ...(spec.fetchReadme === undefined ? {} : { fetchReadme: spec.fetchReadme }),
    };
    uses.push(image);
    problems.push(...own.problems, ...sizeProblems(image, declaration, options));
    planned.push(image);
  }
  return { planned, uses, problems };
}

function keywordProblems(
  declaration: Declaration<DeclaredImage>,
  { strictKeywords = false }: CatalogueOptions,
): readonly Problem[] {
  return (declaration.spec.detail?.keywords ?? []).flatMap((keyword, index) => {
    const reason = keywordAdvice(keyword);
    if (reason === undefined) return [];
    const severity = strictKeywords ? ("error" as const) : ("warning" as const);
    return [{ path: fieldPath(declaration, "detail", "keywords", index), reason, severity }];
  });
}

function sizeProblems(
  image: PlannedImage,
  declaration: Declaration<DeclaredImage>,
  { docsLimit = LIMITS.docs }: CatalogueOptions,
): readonly Problem[] {
  const docs = Buffer.byteLength(image.detail.docs ?? "");
  if (docs > docsLimit) {
    const reason = `must have at most ${docsLimit} bytes and has ${docs}`;
    return [{ path: fieldPath(declaration, "detail", "docs"), reason, fix: "link to the full text instead" }];
  }
  const size = Buffer.byteLength(JSON.stringify(imageObject(image)));
  if (size < LIMITS.object) return [];
  const reason = `makes an object of ${size} bytes; clusters store objects below ${LIMITS.object}`;
  return [{ path: image.path, reason, fix: "shorten docs, icon or actions" }];
}
