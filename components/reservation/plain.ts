import * as pulumi from "@pulumi/pulumi";
import {
  declaredReservation,
  type DeclaredReservation,
} from "../../model/reservation/declared/reservation.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { ReservationArgs, ReservedContainerArgs } from "./args.js";

/** Stands for an image that is known late; nothing is decided by it. */
const LATE_IMAGE = "known-later";

/**
 * The reservation with all defaults, and something in the place of what is known late.
 *
 * @throws pulumi.RunError with everything that does not fit, before the component is registered
 */
export function plainReservation(name: string, args: ReservationArgs): DeclaredReservation {
  const parsed = declaredReservation.safeParse({
    ...ownFields(args),
    containers: mapped(
      args.containers,
      ({ secretEnvironment: _secret, signedAs: _signed, ...container }) => ({
        ...container,
        image: LATE_IMAGE,
        environment: {},
      }),
    ),
    zdbs: mapped(args.zdbs, ({ password: _password, ...zdb }) => zdb),
    kubernetes: mapped(
      args.kubernetes,
      ({ clusterSecret: _secret, datastoreEndpoint: _datastore, ...node }) => node,
    ),
  });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const at = formatPropertyPath(path.map((step) => (typeof step === "number" ? step : String(step))));
    return `  ${at}: ${message}`;
  });
  throw new pulumi.RunError([`Reservation ${name} cannot be declared:`, ...lines].join("\n"));
}

/** What a reservation is, without how it is deployed. */
function ownFields({
  endpoints: _endpoints,
  explorer: _explorer,
  pool: _pool,
  now: _now,
  ...rest
}: ReservationArgs) {
  return rest;
}

/** The reservation as its document has it: known late where an image or a variable is. */
export function signedReservation(
  plain: DeclaredReservation,
  { containers = {} }: ReservationArgs,
): pulumi.Output<DeclaredReservation> {
  return pulumi.output(mapped(containers, textsOf)).apply((texts): DeclaredReservation => ({
    ...plain,
    containers: mapped(plain.containers, (container, key) => ({ ...container, ...texts[key] })),
  }));
}

function textsOf({ image, environment, signedAs }: ReservedContainerArgs): {
  readonly image: pulumi.Input<string>;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
} {
  return signedAs ?? { image, environment: environment ?? {} };
}

function mapped<T, R>(
  record: Readonly<Record<string, T>> = {},
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
