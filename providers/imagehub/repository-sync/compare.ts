import {
  keywordLabelChanges,
  organizationStatus,
  repositoryStatus,
} from "../../../model/imagehub/aggregate.js";
import { EPOCH } from "../../../model/imagehub/constants.js";
import { canonicalJson, isObject } from "../../../model/shared/json.js";
import { mergeDifference } from "../merge-difference.js";
import type { RepositorySyncInputs, SyncedImage } from "../repository-sync.js";
import { SYNCED_BY_ANNOTATION } from "./apply.js";
import type { Surroundings } from "./observe.js";
import { controllerReference, withOwner } from "./owner-references.js";

/** Whether an aggregation would write nothing. */
export function isInStep(surroundings: Surroundings, own: ReadonlySet<string>, token: string): boolean {
  const { name, organization, repository, images } = surroundings;
  if (organization === undefined || repository === undefined) return false;
  const known = images.map(({ image }) => image);
  const labels = keywordLabelChanges(repository.metadata.labels ?? {}, known);
  const orphans = images.filter(
    ({ object, image }) =>
      own.has(image.metaName) && withOwner(object, controllerReference(repository)) !== undefined,
  );
  return (
    Object.keys(labels.set).length === 0 &&
    labels.remove.length === 0 &&
    repository.metadata.annotations?.[SYNCED_BY_ANNOTATION] === token &&
    withOwner(repository, controllerReference(organization)) === undefined &&
    orphans.length === 0 &&
    mergeDifference(repository["status"] ?? {}, repositoryStatus(name.name, known)) === undefined &&
    isListed(surroundings)
  );
}

/**
 * Whether the organization's status names the repository. What else is wrong with that status is the concern of its
 * first repository, so that one change of an organization is not the drift of a hundred repositories.
 */
function isListed({ name, organization, repositories }: Surroundings): boolean {
  const status = organization?.["status"];
  const wanted = organizationStatus(name.organization, repositories);
  if (wanted.repos[0] === name.name) return mergeDifference(status ?? {}, wanted) === undefined;
  return isObject(status) && Array.isArray(status["repos"]) && status["repos"].includes(name.name);
}

/** The recorded images that exist, each as recorded unless its facts were changed outside. */
export function imagesAsFound(
  { images }: RepositorySyncInputs,
  surroundings: Surroundings,
): RepositorySyncInputs["images"] {
  return images.flatMap((recorded) => {
    const found = surroundings.images.find(({ image }) => image.metaName === recorded.object)?.image;
    if (found === undefined) return [];
    const { size, creatTime, keywords } = found.detail;
    const facts: SyncedImage = { object: recorded.object, size, creatTime, keywords: [...keywords] };
    return [canonicalJson(complete(recorded)) === canonicalJson(complete(facts)) ? recorded : facts];
  });
}

/** Facts that are left out are what the API server makes of them. */
function complete({
  object,
  size = 0,
  creatTime = EPOCH,
  keywords = [],
}: SyncedImage): Required<SyncedImage> {
  return { object, size, creatTime, keywords };
}
