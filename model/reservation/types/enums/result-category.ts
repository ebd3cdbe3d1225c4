/**
 * What a result is about, as the source document and the classic wire number it; results of the internal model have
 * these numbers. The pool wire uses workload types instead, so that 2 and 3 change places.
 */
export const ResultCategoryEnum = {
  ResultCategoryZdb: 0,
  ResultCategoryContainer: 1,
  ResultCategoryNetwork: 2,
  ResultCategoryVolume: 3,
  ResultCategoryKubernetes: 4,
  ResultCategoryProxy: 5,
  ResultCategoryReverseProxy: 6,
  ResultCategorySubDomain: 7,
  ResultCategoryDomainDelegate: 8,
} as const;

/**
 * The category of a kind of workload, in the numbers of the source document. A network resource reports as a network;
 * kinds without a category of their own keep the number of their type.
 */
export function resultCategoryOf(workloadType: number): number {
  const NETWORK_RESOURCE = 10;
  return workloadType === NETWORK_RESOURCE
    ? ResultCategoryEnum.ResultCategoryNetwork
    : swapResultCategory(workloadType);
}

/** Turns a category of one generation into the other's, by which volume and network change places; its own inverse. */
export function swapResultCategory(category: number): number {
  if (category === 2) return 3;
  return category === 3 ? 2 : category;
}
