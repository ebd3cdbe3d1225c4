import type { Problem } from "../shared/problem.js";
import { formatPropertyPath } from "../shared/property-path.js";
import { compareVersions } from "./versions.js";

/** Largest weight of a backend (Gateway API). */
export const MAX_WEIGHT = 1_000_000;

/** What one version gets of a server's calls. */
export interface NormalWeight {
  readonly version: string;
  /** 1 to {@link MAX_WEIGHT}; its share is this by the sum of all. */
  readonly weight: number;
  /** Share of the calls, 0–100, to six digits. */
  readonly percent: number;
}

/** Weights in their one form, or every fault; the paths of problems begin with the version. */
export type NormalisedWeights =
  | { readonly ok: true; readonly weights: readonly NormalWeight[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Weights as whole numbers in the order of versions, zeros left out, divided by their greatest divisor, so that equal
 * shares are equal weights. Percentages (`12.5%`) become the smallest weights with the same shares; where those would
 * be too large, the nearest that are allowed, at least 1. All zero gives an empty list.
 *
 * @param weights By version, each without a fault (CMP-1). All whole numbers, or all percentages that add up to 100.
 */
export function normaliseWeights(weights: Readonly<Record<string, number | string>>): NormalisedWeights {
  const entries = Object.entries(weights).sort(([a], [b]) => compareVersions(a, b));
  const percentages = entries.filter(([, value]) => typeof value === "string");
  const problems =
    percentages.length === 0
      ? entries.flatMap(([version, value]) => wholeProblems(version, value))
      : percentageProblems(entries, percentages);
  if (problems.length > 0) return { ok: false, problems };
  const exact = entries.map(([version, value]) => ({ version, share: shareOf(value) }));
  return { ok: true, weights: weightsOfShares(exact) };
}

/** An exact share; only its relation to the others counts. */
export interface Share {
  readonly version: string;
  /** At least 0. */
  readonly share: bigint;
}

/**
 * The smallest weights with these shares, in the given order, zeros left out; where they would be above
 * {@link MAX_WEIGHT}, the nearest that are allowed, at least 1.
 */
export function weightsOfShares(shares: readonly Share[]): readonly NormalWeight[] {
  const reduced = divided(shares.filter(({ share }) => share > 0n));
  const largest = reduced.reduce((most, { share }) => (share > most ? share : most), 0n);
  const fitting = largest <= MAX_WEIGHT ? reduced : divided(reduced.map((each) => scaled(each, largest)));
  const sum = fitting.reduce((total, { share }) => total + Number(share), 0);
  return fitting.map(({ version, share }) => {
    const weight = Number(share);
    return { version, weight, percent: Number(((100 * weight) / sum).toPrecision(6)) };
  });
}

/** Digits behind the point that are looked at; more would be below any weight. */
const DECIMALS = 12;
const PERCENTAGE = new RegExp(`^(\\d{1,3})(?:\\.(\\d{1,${DECIMALS}}))?%$`);
const HUNDRED = 100n * 10n ** BigInt(DECIMALS);

function shareOf(value: number | string): bigint {
  if (typeof value === "number") return BigInt(value);
  const [, whole = "0", fraction = ""] = PERCENTAGE.exec(value) ?? [];
  return BigInt(whole + fraction.padEnd(DECIMALS, "0"));
}

function wholeProblems(version: string, value: number | string): readonly Problem[] {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_WEIGHT) return [];
  const reason = `must be a whole number from 0 to ${MAX_WEIGHT} and is ${value} (WGT-1)`;
  return [{ path: formatPropertyPath([version]), reason, fix: "write fractions as percentages, as 12.5%" }];
}

function percentageProblems(
  entries: readonly (readonly [string, number | string])[],
  percentages: readonly (readonly [string, number | string])[],
): readonly Problem[] {
  const malformed = percentages.flatMap(([version, value]): Problem[] => {
    if (PERCENTAGE.test(String(value))) return [];
    const reason = `must be a number or a percentage from 0% to 100% with at most ${DECIMALS} decimals, as 12.5%, and is "${value}" (WGT-1)`;
    return [{ path: formatPropertyPath([version]), reason }];
  });
  if (malformed.length > 0) return malformed;
  if (percentages.length < entries.length) {
    const reason = "mixes numbers and percentages (WGT-1)";
    return [{ path: "", reason, fix: "write all of them as numbers, or all as percentages" }];
  }
  const sum = entries.reduce((total, [, value]) => total + shareOf(value), 0n);
  if (sum === HUNDRED || sum === 0n) return [];
  const reason = `percentages must add up to 100 and add up to ${Number(sum) / 10 ** DECIMALS} (WGT-1)`;
  return [{ path: "", reason, fix: "correct them, or write numbers, whose shares need no sum" }];
}

function divided(shares: readonly Share[]): readonly Share[] {
  const divisor = shares.reduce((found, { share }) => greatestDivisor(found, share), 0n);
  return divisor === 0n ? shares : shares.map(({ version, share }) => ({ version, share: share / divisor }));
}

function scaled({ version, share }: Share, largest: bigint): Share {
  const nearest = (2n * share * BigInt(MAX_WEIGHT) + largest) / (2n * largest);
  return { version, share: nearest === 0n ? 1n : nearest };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
