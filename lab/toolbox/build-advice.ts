/** Ways in which a Go build fails that a person can do something about: what its log shows, and what to do. */
const ADVICE: readonly { readonly sign: RegExp; readonly next: string }[] = [
  {
    sign: /no space left on device/i,
    next: "Free some disk space (a first build of everything takes about 12 GB, most of it for a while) and run it again",
  },
  {
    sign: /cgo: C compiler .* not found|exec: "gcc"|exec: "cc"/i,
    next: "Install a C compiler (Debian: apt-get install gcc libc6-dev) and run it again",
  },
  {
    sign: /go\.mod requires go >=|requires go1\.|toolchain not available/i,
    next: "Install a newer Go from https://go.dev/dl/ and run it again",
  },
  {
    sign: /checksum mismatch|SECURITY ERROR/,
    next: "The module proxy serves something else than go.sum records; check GOPROXY and do not go on with it",
  },
  {
    sign: /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|proxyconnect/i,
    next: "Go modules could not be fetched; check the network or set GOPROXY to a proxy within reach",
  },
  {
    sign: /signal: killed|cannot allocate memory/i,
    next: "The compiler ran out of memory; 4 GB free are enough. Close something and run it again",
  },
];

/** What to do about a failed build, by what its log says. */
export function buildAdvice(log: string): string {
  return (
    ADVICE.find(({ sign }) => sign.test(log))?.next ??
    "The whole log is in that file; run it again when that is mended"
  );
}
