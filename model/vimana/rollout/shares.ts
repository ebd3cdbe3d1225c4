import { compareVersions, versionFault } from "../versions.js";
import { weightsOfShares } from "../weights.js";

/** Weights by version; a version that is left out gets no calls. */
export type Weights = Readonly<Record<string, number>>;

/** Parts of a percent that a step's weight is read to: four decimals, as fine as the weights of a backend are. */
const PARTS = 10_000;

/**
 * Weights in which one version has a percentage of all calls and the others share the rest as they did before.
 *
 * @param percent 0 to 100
 * @param from weights from before; what the version itself had there does not count. All zero: the version gets all.
 */
export function weightsWith(version: string, percent: number, from: Weights): Weights {
  const others = positive(from).filter(([other]) => other !== version);
  const rest = others.reduce((sum, [, weight]) => sum + BigInt(weight), 0n);
  if (rest === 0n) return { [version]: 1 };
  const part = BigInt(Math.round(percent * PARTS));
  const whole = BigInt(100 * PARTS);
  const shares = [
    { version, share: part * rest },
    ...others.map(([other, weight]) => ({ version: other, share: (whole - part) * BigInt(weight) })),
  ];
  return Object.fromEntries(
    weightsOfShares(shares.filter(({ share }) => share > 0n).sort(byVersion)).map(
      ({ version: name, weight }) => [name, weight],
    ),
  );
}

/** Share of all calls by version, in percent: `12.5%`. */
export function effectiveWeights(weights: Weights): Record<string, string> {
  return Object.fromEntries(inOrder(weights).map(([version]) => [version, shareOf(version, weights)]));
}

/** Share of one version: `12.5%`; `0%` for one without weight. */
export function shareOf(version: string, weights: Weights): string {
  const sum = positive(weights).reduce((total, [, weight]) => total + weight, 0);
  const weight = weights[version] ?? 0;
  return `${sum === 0 ? 0 : Number(((100 * weight) / sum).toPrecision(6))}%`;
}

/** `1.0.0 75%, 1.1.0 25%`; `no version` when nothing has weight. */
export function describeWeights(weights: Weights): string {
  const shares = inOrder(weights).map(([version]) => `${version} ${shareOf(version, weights)}`);
  return shares.length === 0 ? "no version" : shares.join(", ");
}

/** Whether two sets of weights are the same numbers; zero is as good as absent. */
export function sameWeights(a: Weights, b: Weights): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((version) => (a[version] ?? 0) === (b[version] ?? 0));
}

/** Versions that had calls and have none any more, in order. */
export function lostAll(before: Weights, after: Weights): string[] {
  return inOrder(before).flatMap(([version]) => ((after[version] ?? 0) > 0 ? [] : [version]));
}

/** The one version that has all calls; undefined when several or none have. */
export function soleVersion(weights: Weights): string | undefined {
  const [first, ...others] = positive(weights);
  return others.length === 0 ? first?.[0] : undefined;
}

/** Versions with weight and their weights, in the order of versions; what is no version is last. */
export function inOrder(weights: Weights): (readonly [version: string, weight: number])[] {
  return positive(weights).sort(([a], [b]) => byVersion({ version: a }, { version: b }));
}

function positive(weights: Weights): (readonly [string, number])[] {
  return Object.entries(weights).filter(([, weight]) => weight > 0);
}

/** A backend that nobody declared stands under the name of its Service. */
function byVersion(a: { readonly version: string }, b: { readonly version: string }): number {
  const [left, right] = [isVersion(a.version), isVersion(b.version)];
  if (left && right) return compareVersions(a.version, b.version);
  if (left !== right) return left ? -1 : 1;
  return a.version < b.version ? -1 : 1;
}

function isVersion(text: string): boolean {
  return versionFault(text) === undefined;
}
