/** Seconds a creation or change may take when the stack says nothing else: k3s unpacks itself and starts its parts. */
export const LONGEST_CREATE = 900;
