/** What the resources of a reservation are called: `<reservation>-<sort>-<key>`. */
export function workloadName(reservation: string, sort: string, key: string): string {
  return [reservation, sort, key].join("-");
}

/** What the component of a network is called; ports follow from it. */
export function networkName(reservation: string, key: string): string {
  return workloadName(reservation, "network", key);
}
