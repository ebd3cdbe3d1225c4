/** A host and a port; an IPv6 address is put in brackets. */
export function endpointText(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
