/** A service as somebody outside reaches it. */
export interface Callable {
  readonly host: string;
  readonly port: number;
  /** Address of the gateway; undefined where names lead to it. */
  readonly address: string | undefined;
  /** Full name of a gRPC service. */
  readonly service: string;
  /** Whether the certificate is of an authority that nobody knows. */
  readonly untrusted: boolean;
}

/** Commands that call a service; the method is the caller's to name. */
export interface Commands {
  /** Needs the service's description: server reflection, or `-proto` besides. */
  readonly grpcurl: string;
  /** An empty message. */
  readonly curl: string;
}

/** Address of a host, for people. */
export function urlOf({ host, port }: Pick<Callable, "host" | "port">): string {
  return `https://${host}${port === 443 ? "" : `:${port}`}`;
}

/** How a service is called from a shell. */
export function howToCall(callable: Callable): Commands {
  const { host, port, address, service, untrusted } = callable;
  const reached = address === undefined ? host : inBrackets(address);
  const names = address === undefined ? "" : ` -servername ${host} -authority ${host}`;
  const connect = address === undefined ? "" : ` --connect-to ${host}:${port}:${reached}:${port}`;
  const method = `${service}/<method>`;
  return {
    grpcurl: `grpcurl${untrusted ? " -insecure" : ""}${names} ${reached}:${port} '${method}'`,
    // A gRPC message begins with one byte of flags and four of length.
    curl:
      `printf '\\0\\0\\0\\0\\0' | curl -s${untrusted ? "k" : ""} --http2 -H 'content-type: application/grpc' ` +
      `-H 'te: trailers' --data-binary @- --output -${connect} '${urlOf(callable)}/${method}'`,
  };
}

function inBrackets(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
