import * as pulumi from "@pulumi/pulumi";
import type {
  PlannedCatalogue,
  PlannedDataPack,
  PlannedImage,
  PlannedOrganization,
  PlannedRepository,
} from "../../model/imagehub/catalogue-types.js";
import { DataPack } from "./data-pack.js";
import { guardedCatalogue } from "./guarded-objects.js";
import type { ControllerArgs, LookupSettings } from "./hub-settings.js";
import { HubSync } from "./hub-sync.js";
import { Image } from "./image.js";
import type { ImageDetailArgs } from "./image-detail.js";
import { ImageHub } from "./image-hub.js";
import { Organization } from "./organization.js";
import { Repository } from "./repository.js";

/** A hub and the catalogue on it, as a stack file declares them. */
export interface CatalogueSettings extends LookupSettings {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  readonly mode: "direct" | "controller";
  readonly userNamespace: string;
  readonly retainCrds: boolean;
  /** @default true */
  readonly installCrds?: boolean;
  /** Let only managers write, by a policy of the API server; only with `mode: direct`. @default false */
  readonly protectObjects?: boolean;
  /** Take over objects that exist without this stack's mark. @default false */
  readonly adopt?: boolean;
  readonly controller?: Omit<ControllerArgs, "image"> & { readonly image: string };
  readonly catalogue: PlannedCatalogue;
}

/** What {@link declareImageHub} is given besides the settings. */
export interface CatalogueOptions {
  /** Turns a text of the settings into what it stands for. @default itself */
  readonly text?: (text: string) => pulumi.Input<string>;
  /** Logical name of the hub. @default imagehub */
  readonly name?: string;
}

/** A catalogue that has been declared. */
export interface DeclaredImageHub {
  readonly hub: ImageHub;
  /** For references of a stack file: by organization, repository, image or data pack id, then by output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;
  /** What a person wants to see of the stack. */
  readonly summary: {
    /** Repositories by organization. */
    readonly organizations: Readonly<Record<string, readonly string[]>>;
    /** Pinned reference by image name; the name itself for images that are not looked up. */
    readonly images: Readonly<Record<string, pulumi.Output<string>>>;
    /** By id. */
    readonly dataPacks: Readonly<
      Record<string, { readonly name: pulumi.Output<string>; readonly codes: pulumi.Output<number> }>
    >;
  };
}

/**
 * Declares everything that a planned catalogue needs, in the order CRDs, organizations, repositories, images,
 * aggregation, data packs. Each component is named as the thing itself.
 *
 * @param settings a catalogue without errors
 */
export function declareImageHub(
  settings: CatalogueSettings,
  options: CatalogueOptions = {},
): DeclaredImageHub {
  const { catalogue, controller, ...hubSettings } = settings;
  const text = options.text ?? ((itself: string) => itself);
  const name = options.name ?? "imagehub";
  const hub = new ImageHub(name, {
    ...hubSettings,
    objects: guardedCatalogue(catalogue),
    ...(controller === undefined ? {} : { controller: { ...controller, image: text(controller.image) } }),
  });
  const organizations = byName(catalogue.organizations, (planned) => organization(hub, planned));
  const repositories = byName(catalogue.repositories, (planned) =>
    repository(hub, planned, organizations.get(planned.organization)),
  );
  const images = byName(catalogue.images, (planned) =>
    image(hub, planned, known(repositories, planned.repositoryName), text),
  );
  if (hub.mode === "direct" && organizations.size > 0) {
    const all = {
      organizations: [...organizations.values()],
      repositories: [...repositories.values()],
      images: [...images.values()],
    };
    new HubSync(`${name}-sync`, { hub, ...all }, { parent: hub });
  }
  const packs = new Map(
    catalogue.dataPacks.map((planned) => [planned.id, pack(hub, planned, sources(planned, images))]),
  );
  return {
    hub,
    outputs: {
      ...mapped(organizations, ({ objectName }) => ({ objectName })),
      ...mapped(repositories, ({ objectName }) => ({ objectName })),
      ...mapped(images, imageOutputs),
      ...mapped(packs, ({ name, codes }) => ({ objectName: name, codes })),
    },
    summary: {
      organizations: mapped(organizations, ({ organizationName }) =>
        catalogue.repositories.filter((one) => one.organization === organizationName).map(({ name }) => name),
      ),
      images: mapped(images, ({ reference, pinned, imageName }) =>
        reference === undefined ? pulumi.output(imageName) : pinned,
      ),
      dataPacks: mapped(packs, ({ name, codes }) => ({ name, codes })),
    },
  };
}

function organization(hub: ImageHub, planned: PlannedOrganization): Organization {
  const { name, creator, managers, labels, annotations } = planned;
  return new Organization(
    name,
    { hub, managers, labels, annotations, ...(creator === undefined ? {} : { creator }) },
    { parent: hub },
  );
}

function repository(hub: ImageHub, planned: PlannedRepository, parent: Organization | undefined): Repository {
  const { name, isPrivate, labels, annotations } = planned;
  return new Repository(
    name,
    { hub, isPrivate, labels, annotations, ...(parent === undefined ? {} : { organization: parent }) },
    { parent: parent ?? hub },
  );
}

function image(
  hub: ImageHub,
  planned: PlannedImage,
  parent: Repository,
  text: (text: string) => pulumi.Input<string>,
): Image {
  const { name, type, detail, resolve, platform, verify, fetchReadme, labels, annotations } = planned;
  const texts = Object.entries(detail).flatMap(([field, value]): [string, pulumi.Input<string>][] =>
    typeof value === "string" && LATE_TEXTS.has(field) ? [[field, text(value)]] : [],
  );
  const lateTexts: ImageDetailArgs = Object.fromEntries(texts);
  return new Image(
    name,
    {
      hub,
      repository: parent,
      detail: { ...detail, ...lateTexts },
      tagEncoding: "escape",
      labels,
      annotations,
      ...(type === undefined ? {} : { type }),
      ...(resolve === undefined ? {} : { resolve }),
      ...(platform === undefined ? {} : { platform }),
      ...(verify === undefined ? {} : { verify }),
      ...(fetchReadme === undefined ? {} : { fetchReadme }),
    },
    { parent },
  );
}

/** Fields of a detail that may stand for outputs of other resources. */
const LATE_TEXTS: ReadonlySet<string> = new Set(["url", "description", "icon", "docs"]);

/** What a data pack's data come from: the images it names, wherever they are declared here. */
function sources(planned: PlannedDataPack, images: ReadonlyMap<string, Image>): pulumi.Resource[] {
  return [...new Set(planned.spec.names)].flatMap((name) => images.get(name)?.object ?? []);
}

function pack(hub: ImageHub, planned: PlannedDataPack, dependsOn: pulumi.Resource[]): DataPack {
  const { id, objectName, spec, labels, annotations } = planned;
  if (Object.keys(labels).length + Object.keys(annotations).length > 0) {
    void pulumi.log.warn(
      `${planned.path}: labels and annotations of a data pack are not written, since others share the object`,
      hub,
    );
  }
  return new DataPack(
    id,
    { hub, ...spec, name: objectName, allowEmpty: true },
    // A name that follows from the content is another one when the content changes.
    { parent: hub, dependsOn, deleteBeforeReplace: spec.name !== undefined },
  );
}

function imageOutputs(image: Image) {
  const { objectName, reference, digest, pinned, pinnedWithTag, mediaType, signed, detail } = image;
  if (reference === undefined) return { objectName };
  return {
    objectName,
    digest,
    pinned,
    pinnedWithTag,
    mediaType,
    signed,
    ID: detail.apply(({ ID }) => ID),
    arch: detail.apply(({ arch }) => arch),
    size: detail.apply(({ size }) => size),
    creatTime: detail.apply(({ creatTime }) => creatTime),
  };
}

function byName<P extends { readonly name: string }, C>(
  planned: readonly P[],
  declare: (one: P) => C,
): ReadonlyMap<string, C> {
  return new Map(planned.map((one) => [one.name, declare(one)]));
}

function mapped<C, R>(declared: ReadonlyMap<string, C>, render: (one: C) => R): Readonly<Record<string, R>> {
  return Object.fromEntries([...declared].map(([name, one]) => [name, render(one)]));
}

function known<C>(declared: ReadonlyMap<string, C>, name: string): C {
  const found = declared.get(name);
  if (found !== undefined) return found;
  throw new pulumi.RunError(`the planned catalogue lacks ${name}; plan it with planCatalogue`);
}
