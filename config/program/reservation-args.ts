import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../model/shared/json.js";
import { structured } from "../raw-values.js";
import { fillIn } from "../references/fill-in.js";
import type { LateValue } from "../references/scan.js";
import { formatReference } from "../references/template.js";
import type { DeclaredInStack } from "../reservations/schema.js";
import type { ReservationsSettings } from "../reservations/section.js";
import { valueAt } from "../value-at.js";
import { secretText } from "./secrets.js";

type Values = Readonly<Record<string, pulumi.Input<string>>>;

/** A reservation with its secrets, and with the values of references in place of their stand-ins. */
export interface ReservationArguments extends Omit<DeclaredInStack, "containers" | "zdbs" | "kubernetes"> {
  readonly containers: Readonly<Record<string, ContainerArguments>>;
  readonly zdbs: Readonly<
    Record<string, DeclaredInStack["zdbs"][string] & { readonly password?: pulumi.Output<string> }>
  >;
  readonly kubernetes: Readonly<Record<string, KubernetesArguments>>;
  readonly endpoints: Readonly<Record<string, string | undefined>>;
}

interface ContainerArguments extends Omit<DeclaredInStack["containers"][string], "image" | "environment"> {
  readonly image: pulumi.Input<string>;
  readonly environment: Values;
  readonly secretEnvironment: Values;
  /** A reference is signed as it is written: what it stands for may be known after the document only. */
  readonly signedAs: { readonly image: string; readonly environment: Readonly<Record<string, string>> };
}

type KubernetesArguments = DeclaredInStack["kubernetes"][string] & {
  readonly clusterSecret: pulumi.Output<string>;
  readonly datastoreEndpoint?: pulumi.Output<string>;
};

const SECRETS = "reservationsSecrets";

/**
 * @param text Turns a text of the settings into what it stands for.
 * @param late The texts of the settings that stand for references.
 * @param endpoints Addresses at which nodes reach each other, by node.
 */
export function reservationArgs(
  settings: ReservationsSettings,
  text: (text: string) => pulumi.Input<string>,
  late: readonly LateValue[],
  endpoints: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, ReservationArguments>> {
  const written = fillIn(late, (template) =>
    template.map((part) => (typeof part === "string" ? part : formatReference(part))).join(""),
  );
  return mapped(settings, (reservation, name) => ({
    ...reservation,
    endpoints,
    containers: mapped(reservation.containers, ({ image, environment, ...rest }, key) => ({
      ...rest,
      image: text(image),
      environment: mapped(environment, text),
      secretEnvironment: textsAt([name, "containers", key, "secretEnvironment"]),
      signedAs: { image: written(image), environment: mapped(environment, written) },
    })),
    zdbs: mapped(reservation.zdbs, (zdb, key) => {
      const { password } = textsAt([name, "zdbs", key]);
      return { ...zdb, ...(password === undefined ? {} : { password }) };
    }),
    kubernetes: mapped(reservation.kubernetes, (node, key) => {
      const { datastoreEndpoint } = textsAt([name, "kubernetes", key]);
      return {
        ...node,
        clusterSecret: secretText(SECRETS, [name, "kubernetes", key, "clusterSecret"]),
        ...(datastoreEndpoint === undefined ? {} : { datastoreEndpoint }),
      };
    }),
  }));
}

/** The secrets at a place, each marked as one. */
function textsAt(steps: readonly string[]): Readonly<Record<string, pulumi.Output<string>>> {
  const section = structured(SECRETS, pulumi.runtime.getConfig(`groundplan:${SECRETS}`));
  const found = "problem" in section ? undefined : valueAt(section.value, steps);
  const names = isObject(found) ? Object.keys(found) : [];
  return Object.fromEntries(names.map((name) => [name, secretText(SECRETS, [...steps, name])]));
}

function mapped<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
