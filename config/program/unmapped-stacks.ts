/**
 * The SDK takes a stack for every promise it makes and maps each frame through source maps; with a hundred resources
 * that costs more than everything this program does itself. Nobody sees those stacks: faults of a stack file are
 * `RunError`s. So frames stay as they are compiled.
 */
export function leaveStacksUnmapped(): void {
  Reflect.deleteProperty(Error, "prepareStackTrace");
}
