import type * as pulumi from "@pulumi/pulumi";
import type { PoolSettingsInput } from "../../model/artifact/settings.js";
import type { PlaceArgs } from "./place.js";
import type { JsonInput } from "./stand-ins.js";

/** A name and what it stands for. */
export type NamedValue = { readonly name: string; readonly value: JsonInput };

/** What runs in one task; every other field is Tekton's own. */
export interface TaskSpecArgs {
  readonly steps: readonly {
    readonly image?: pulumi.Input<string>;
    readonly [field: string]: JsonInput | undefined;
  }[];
  readonly [field: string]: JsonInput | undefined;
}

/** A task of a unit, as the document has it; every other field is Tekton's own. */
export interface TaskArgs {
  readonly name: string;
  readonly spec: TaskSpecArgs;
  readonly paramValues?: readonly NamedValue[];
  readonly runAfter?: readonly string[];
  readonly [field: string]: JsonInput | undefined;
}

/** What is run to build or to clean one instance. */
export interface UnitArgs {
  readonly tasks: readonly TaskArgs[];
  readonly finally?: readonly TaskArgs[];
  readonly params?: readonly { readonly name: string; readonly [field: string]: JsonInput | undefined }[];
  /** What an instance gives its borrowers: each the result of a task, `$(tasks.<task>.results.<name>)`. */
  readonly results?: readonly NamedValue[];
  /** Names of shared secrets. */
  readonly secrets?: readonly { readonly name: string }[];
  /** Names of accounts. */
  readonly accounts?: readonly { readonly name: string }[];
  readonly [field: string]: JsonInput | undefined;
}

/** A request for an artifact, as the document has it. It may hold the pool's settings, too. */
export interface ArtifactRequestArgs {
  /** @default the component's name */
  readonly name?: string;
  /** Artifacts of which each instance holds one instance. @default none */
  readonly refs?: readonly { readonly name: string }[];
  readonly build: UnitArgs;
  readonly clean: UnitArgs;
  readonly [setting: string]: JsonInput | undefined;
}

/** Somebody on the cluster who may act for a team. */
export interface SubjectArgs {
  readonly kind: "ServiceAccount" | "User" | "Group";
  readonly name: string;
  /** Of a service account. @default the artifact's */
  readonly namespace?: string;
}

/** A team that may borrow: by name or glob, and who acts for it on the cluster. */
export type WhitelistEntry = string | { readonly team: string; readonly subjects: readonly SubjectArgs[] };

/** What an {@link Artifact} is made from: a request, and how its pool is kept. */
export interface ArtifactArgs extends PlaceArgs, Partial<PoolSettingsInput> {
  /** What is built and cleaned. Settings beside it count for more than those inside. */
  readonly request: ArtifactRequestArgs;
  /** Team that owns the pool. @default `<project>/<stack>` */
  readonly owner?: string;
  /** Whether the stack acts as an administrator. @default false */
  readonly admin?: boolean;
  /**
   * Teams that may borrow and refer to instances. For one with subjects a Role lets these read the pool and change the
   * records of its instances, and nothing else. @default the owner only
   */
  readonly whitelist?: readonly WhitelistEntry[];
  /** Names of results that are no secret: shown in outputs. @default none */
  readonly publicResults?: readonly string[];
  /** Labels of the pool's runs. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Take over a pool, and access rules, that another stack made. @default false */
  readonly adopt?: boolean;
  /** What deletion does when the cluster does not answer. @default fail */
  readonly onUnreachable?: "fail" | "abandon";
  /** Seconds each operation may take. @default as long as its runs may */
  readonly timeouts?: {
    readonly create?: number;
    readonly update?: number;
    readonly delete?: number;
  };
  /** Leaves out the warnings of the rules, where they have been told before. @default false */
  readonly quiet?: boolean;
}
