import type { JsonObject } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import { asList, asObject, asText, objectsOf } from "../json-parts.js";

/** Which field of a step a text is from. */
export type StepField =
  | "name"
  | "image"
  | "imagePullPolicy"
  | "workingDir"
  | "script"
  | "onError"
  | "command"
  | "args"
  | "env"
  | "envReference"
  | "envFrom"
  | "mount"
  | "device";

/** A text of a step, or one that the step takes from the template. */
export interface StepText {
  readonly field: StepField;
  /** Where it stands inside the task spec. */
  readonly path: PropertyPath;
  readonly text: string;
}

const INHERITED = ["image", "imagePullPolicy", "workingDir"] as const;

/** The texts of step number `index` of a task spec, what it takes from the step template included. */
export function stepTexts(taskSpec: JsonObject, index: number): readonly StepText[] {
  const step = asObject(asList(taskSpec.steps)[index]);
  const template = step.ref === undefined ? asObject(taskSpec.stepTemplate) : {};
  const own = textsOfContainer(step, ["steps", index]);
  const overridden = overriddenBy(step);
  const inherited = textsOfContainer(template, ["stepTemplate"]).filter(
    (text) => !overridden(text, template),
  );
  const single = (["name", "script", "onError"] as const).map((field) => ({
    field,
    path: ["steps", index, field],
    text: asText(step[field]),
  }));
  return [...single, ...own, ...inherited].filter(({ text }) => text !== "");
}

/** The command that a step ends up with. */
export function effectiveCommand(taskSpec: JsonObject, step: JsonObject): readonly string[] {
  const template = step.ref === undefined ? asObject(taskSpec.stepTemplate) : {};
  return asList(step.command ?? template.command).map(asText);
}

/** Whether the template's text is replaced by the step's own. */
function overriddenBy(step: JsonObject): (text: StepText, template: JsonObject) => boolean {
  const environment = new Set(
    objectsOf(step.env)
      .filter(({ value, valueFrom }) => value !== undefined || valueFrom !== undefined)
      .map(({ name }) => name),
  );
  const mounts = new Set(objectsOf(step.volumeMounts).map(({ mountPath }) => mountPath));
  const devices = new Set(objectsOf(step.volumeDevices).map(({ devicePath }) => devicePath));
  return ({ field, path }, template) => {
    const index = typeof path[2] === "number" ? path[2] : 0;
    if (field === "env" || field === "envReference") {
      return environment.has(objectsOf(template.env)[index]?.name);
    }
    if (field === "mount") return mounts.has(objectsOf(template.volumeMounts)[index]?.mountPath);
    if (field === "device") return devices.has(objectsOf(template.volumeDevices)[index]?.devicePath);
    return step[field] !== undefined;
  };
}

function textsOfContainer(container: JsonObject, base: PropertyPath): readonly StepText[] {
  const at = (field: StepField, path: PropertyPath, value: JsonObject[string]): StepText => ({
    field,
    path: [...base, ...path],
    text: asText(value),
  });
  return [
    ...INHERITED.map((field) => at(field, [field], container[field])),
    ...(["command", "args"] as const).flatMap((field) =>
      asList(container[field]).map((word, index) => at(field, [field, index], word)),
    ),
    ...objectsOf(container.env).flatMap((entry, index) => {
      const { secretKeyRef, configMapKeyRef } = asObject(entry.valueFrom);
      const references = Object.entries({ secretKeyRef, configMapKeyRef }).flatMap(([kind, reference]) =>
        ["key", "name"].map((key) =>
          at("envReference", ["env", index, "valueFrom", kind, key], asObject(reference)[key]),
        ),
      );
      return [at("env", ["env", index, "value"], entry.value), ...references];
    }),
    ...objectsOf(container.envFrom).flatMap((entry, index) => [
      at("envFrom", ["envFrom", index, "prefix"], entry.prefix),
      at("envFrom", ["envFrom", index, "configMapRef", "name"], asObject(entry.configMapRef).name),
      at("envFrom", ["envFrom", index, "secretRef", "name"], asObject(entry.secretRef).name),
    ]),
    ...objectsOf(container.volumeMounts).flatMap((mount, index) =>
      ["name", "mountPath", "subPath"].map((key) => at("mount", ["volumeMounts", index, key], mount[key])),
    ),
    ...objectsOf(container.volumeDevices).flatMap((device, index) =>
      ["name", "devicePath"].map((key) => at("device", ["volumeDevices", index, key], device[key])),
    ),
  ];
}
