/** Removing podman's container of a workload. Needs `id` and the functions of services. */
export const DISCARD = `
# container_discard: whatever state it is in. Podman fails at times while it still tidies up after a process.
container_discard() {
  wait_until 10 container_is_discarded 2>/dev/null || container_is_discarded
}

container_is_discarded() { podman rm --force --ignore --volumes --time 10 "$id" >/dev/null; }
`;
