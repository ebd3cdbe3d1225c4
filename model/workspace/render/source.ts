import { z } from "zod";

const text = z.string().min(1);
const texts = z.array(text);
const flag = z.boolean();
const textMap = z.record(z.string(), z.string());

/** How a folder of plain manifests is read. */
export const directorySettings = z.strictObject({
  /** Read the folders below as well. Default false. */
  recurse: flag.exactOptional(),
  /** Glob over paths relative to the source's path; only these files are read. `*` crosses `/`. Default all. */
  include: z.string().exactOptional(),
  /** Glob of files that are not read, even when `include` names them. */
  exclude: z.string().exactOptional(),
  /** Read files whatever their extension is. Default false: `.yaml`, `.yml`, `.json`. */
  disableExtensionFilter: flag.exactOptional(),
});
export type DirectorySettings = z.infer<typeof directorySettings>;

const helmParameter = z.strictObject({
  /** Path of the value, as `image.tag` or `hosts[0].name`. */
  name: text,
  value: z.string(),
  /** Keep a text that looks like a number, a boolean or null. Default false. */
  forceString: flag.exactOptional(),
});
export type HelmParameter = z.infer<typeof helmParameter>;

/** How a chart is rendered. Of values that are set twice, those further down here win. */
export const helmSettings = z.strictObject({
  /** Files of values, relative to the chart, or to the repository with a leading `/`; globs are allowed. */
  valueFiles: texts.exactOptional(),
  /** Leave out value files that are not there. Default false: an error. */
  ignoreMissingValueFiles: flag.exactOptional(),
  /** Values as YAML text. */
  values: z.string().exactOptional(),
  /** Values; with them `values` does not count. */
  valuesObject: z.record(z.string(), z.json()).exactOptional(),
  parameters: z.array(helmParameter).exactOptional(),
  /** Values that are the content of files. */
  fileParameters: z.array(z.strictObject({ name: text, path: text })).exactOptional(),
  /** Default: the workspace's name. */
  releaseName: text.exactOptional(),
  /** What templates see as the release's namespace. Default: the destination's. */
  namespace: text.exactOptional(),
  /** Default: the cluster's, where it is known. */
  kubeVersion: text.exactOptional(),
  /** Default: the cluster's, where they are known. */
  apiVersions: texts.exactOptional(),
  /** Leave out what lies in `crds/`. Default false. */
  skipCrds: flag.exactOptional(),
  /** Leave out test hooks. Default false. */
  skipTests: flag.exactOptional(),
  /** Do not check the values against the chart's schema. Default false. */
  skipSchemaValidation: flag.exactOptional(),
  version: z.literal("v3", "only v3 is supported; remove it").exactOptional(),
});
export type HelmSettings = z.infer<typeof helmSettings>;

const kustomizeTarget = z.strictObject({
  group: z.string().exactOptional(),
  version: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  name: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  labelSelector: z.string().exactOptional(),
  annotationSelector: z.string().exactOptional(),
});

const kustomizePatch = z
  .strictObject({
    /** File, relative to the kustomization. */
    path: text.exactOptional(),
    /** The patch itself. */
    patch: text.exactOptional(),
    target: kustomizeTarget.exactOptional(),
    options: z.record(z.string(), z.boolean()).exactOptional(),
  })
  .refine(({ path, patch }) => (path === undefined) !== (patch === undefined), "needs either path or patch");

/** What is changed in a kustomization before it is built. */
export const kustomizeSettings = z.strictObject({
  namePrefix: z.string().exactOptional(),
  nameSuffix: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  /** `[old=]new[:tag]` or `[old=]new[@digest]`; `*` as new name or tag keeps the kustomization's. */
  images: texts.exactOptional(),
  replicas: z
    .array(
      z.strictObject({
        name: text,
        count: z.union([z.int().min(0), z.string().regex(/^[0-9]+$/, "must be a number of replicas")]),
      }),
    )
    .exactOptional(),
  commonLabels: textMap.exactOptional(),
  /** Replace labels that the kustomization sets. Default false: an error. */
  forceCommonLabels: flag.exactOptional(),
  /** Keep the labels out of selectors and pod templates. Default false. */
  labelWithoutSelector: flag.exactOptional(),
  /** With `labelWithoutSelector`: pod templates get the labels after all. Default false. */
  labelIncludeTemplates: flag.exactOptional(),
  commonAnnotations: textMap.exactOptional(),
  /** Replace build variables in the annotations. Default false. */
  commonAnnotationsEnvsubst: flag.exactOptional(),
  /** Replace annotations that the kustomization sets. Default false: an error. */
  forceCommonAnnotations: flag.exactOptional(),
  patches: z.array(kustomizePatch).exactOptional(),
  /** Folders, relative to the kustomization. */
  components: texts.exactOptional(),
  /** Leave out components that are not there. Default false: an error. */
  ignoreMissingComponents: flag.exactOptional(),
  /** For charts in the kustomization. Default: the cluster's, where it is known. */
  kubeVersion: text.exactOptional(),
  /** For charts in the kustomization. Default: the cluster's, where they are known. */
  apiVersions: texts.exactOptional(),
});
export type KustomizeSettings = z.infer<typeof kustomizeSettings>;

/** Where a workspace's objects come from, and how they are rendered. */
export const sourceSchema = z.strictObject({
  /** Address of the repository; templates may see it. */
  repoURL: z.string().exactOptional(),
  /** Folder in the repository. Default: its top. */
  path: z.string().exactOptional(),
  /** Branch, tag, commit or range of versions. Default `HEAD`. */
  targetRevision: z.string().exactOptional(),
  /** What the tags begin with that a range of versions looks at. */
  tagPrefix: z.string().exactOptional(),
  directory: directorySettings.exactOptional(),
  helm: helmSettings.exactOptional(),
  kustomize: kustomizeSettings.exactOptional(),
});
export type Source = z.infer<typeof sourceSchema>;
