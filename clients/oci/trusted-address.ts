/**
 * Whether a password or token may be sent to an address: over TLS, to this machine itself, or to the very origin
 * that the user named although it is neither.
 */
export function mayCarryCredentials(url: URL, endpoint: URL): boolean {
  if (url.protocol === "https:" || url.origin === endpoint.origin) return true;
  return url.protocol === "http:" && isLoopback(url.hostname);
}

/** Whether a host name means this machine, whatever resolvers say. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
