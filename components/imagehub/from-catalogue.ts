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
import { Image } from "./image.js";
import type { ImageDetailArgs } from "./image-detail.js";
import { ImageHub } from "./image-hub.js";
import { Organization } from "./organization.js";
import { Repository } from "./repository.js";
import { RepositorySync } from "./repository-sync.js";

/** A hub and the catalogue on it, as a stack file declares them. */
export interface CatalogueSettings extends LookupSettings {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  readonly mode: "direct" | "controller";
  readonly userNamespace: string;
  readonly retainCrds: boolean;
  /** @default true */
  readonly installCrds?: boolean;
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
  const hub = new ImageHub(options.name ?? "imagehub", {
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
  const syncs = hub.mode === "direct" ? synchronise(hub, repositories, catalogue.images, images) : new Map();
  const packs = new Map(
    catalogue.dataPacks.map((planned) => [
      planned.id,
      pack(hub, planned, sources(planned, catalogue, images, syncs)),
    ]),
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
  const { name, type, detail, resolve, platform, verify, labels, annotations } = planned;
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
    },
    { parent },
  );
}

/** Fields of a detail that may stand for outputs of other resources. */
const LATE_TEXTS: ReadonlySet<string> = new Set(["url", "description", "icon", "docs"]);

function synchronise(
  hub: ImageHub,
  repositories: ReadonlyMap<string, Repository>,
  planned: readonly PlannedImage[],
  images: ReadonlyMap<string, Image>,
): ReadonlyMap<string, RepositorySync> {
  const members = new Map<string, Image[]>();
  for (const { name, repositoryName } of planned) {
    const own = members.get(repositoryName) ?? [];
    members.set(repositoryName, own);
    own.push(known(images, name));
  }
  return new Map(
    [...repositories].map(([name, parent]) => [
      name,
      new RepositorySync(name, { hub, repository: parent, images: members.get(name) ?? [] }, { parent }),
    ]),
  );
}

/** What a data pack's data come from: the images it names, with their repositories' status. */
function sources(
  planned: PlannedDataPack,
  catalogue: PlannedCatalogue,
  images: ReadonlyMap<string, Image>,
  syncs: ReadonlyMap<string, RepositorySync>,
): pulumi.Resource[] {
  const named = new Set(planned.spec.names);
  const members = catalogue.images.filter(({ name }) => named.has(name));
  const resources = members.flatMap(
    ({ name, repositoryName }) => syncs.get(repositoryName) ?? images.get(name)?.object ?? [],
  );
  return [...new Set(resources)];
}

function pack(hub: ImageHub, planned: PlannedDataPack, dependsOn: pulumi.Resource[]): DataPack {
  const { id, objectName, spec, labels, annotations } = planned;
  if (Object.keys(labels).length + Object.keys(annotations).length > 0) {
    void pulumi.log.warn(
      `${planned.path}: labels and annotations of a data pack are not written, since others share the object`,
      hub,
    );
  }
  return new DataPack(id, { hub, ...spec, name: objectName, allowEmpty: true }, { parent: hub, dependsOn });
}

function imageOutputs({ objectName, reference, digest, pinned, pinnedWithTag, mediaType, detail }: Image) {
  if (reference === undefined) return { objectName };
  return {
    objectName,
    digest,
    pinned,
    pinnedWithTag,
    mediaType,
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
