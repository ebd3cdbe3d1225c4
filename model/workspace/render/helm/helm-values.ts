import type { JsonObject } from "../../../shared/json.js";
import type { Problem } from "../../../shared/problem.js";
import { asJsonObject } from "../../compare/as-json.js";
import { substitute } from "../environment.js";
import { RenderError, refusal } from "../render-error.js";
import type { HelmParameter, HelmSettings } from "../source.js";
import { decodeText } from "../yaml/decode.js";
import { mergeValues, setValue } from "./merge-values.js";
import { parameterText, parameterValue } from "./parameter-value.js";
import { findFile, findValueFiles, parseValues, readValues, type ValueFileContext } from "./value-files.js";
import { parseValuePath, type ValueStep } from "./value-path.js";

/** From here on, Helm prints a number that comes from a file in exponent notation. */
const LARGE_NUMBER = 1_000_000;

/** What a chart is given. */
export interface HelmValues {
  /** Everything over the chart's own defaults, as one object. */
  readonly values: JsonObject;
  /**
   * Arguments of `--set`: whole numbers of seven and more digits, which only keep their notation this way. A secret
   * made of digits needs `forceString`.
   */
  readonly largeNumbers: readonly string[];
}

/**
 * The values of a rendering, merged as Helm merges them: value files, then `values` or `valuesObject`, parameters, and
 * parameters from files. They are merged here so that Helm gets them in one private file instead of its arguments.
 * @throws RenderError for files and paths that do not fit.
 */
export async function helmValues(settings: HelmSettings, context: ValueFileContext): Promise<HelmValues> {
  const files = await findValueFiles(
    settings.valueFiles ?? [],
    settings.ignoreMissingValueFiles === true,
    context,
  );
  let values: JsonObject = {};
  for (const file of files) values = mergeValues(values, await readValues(context.tree, file));
  values = mergeValues(values, inlineValues(settings));

  const parameters = parsedParameters(settings.parameters ?? []);
  const largeNumbers: string[] = [];
  for (const { name, path, parameter } of sortedForces(parameters)) {
    const text = substitute(parameter.value, context.environment);
    const value = parameter.forceString === true ? parameterText(text) : parameterValue(text);
    values = setValue(values, path, value);
    if (typeof value === "number" && Math.abs(value) >= LARGE_NUMBER) largeNumbers.push(`${name}=${value}`);
  }
  for (const { name, path } of settings.fileParameters ?? []) {
    const steps = parseValuePath(name);
    if (steps === undefined) throw refusal("helm.fileParameters", `"${name}" is no path of a value`);
    const file = await findFile(substitute(path, context.environment), context);
    const content = decodeText(await context.tree.read(file.real));
    if (content === undefined) throw refusal(file.path, "is no UTF-8 text");
    values = setValue(values, steps, content);
  }
  return { values, largeNumbers };
}

function inlineValues({ values, valuesObject }: HelmSettings): JsonObject {
  if (valuesObject !== undefined && Object.keys(valuesObject).length > 0) return asJsonObject(valuesObject);
  return values === undefined ? {} : parseValues(values, "helm.values");
}

interface ParsedParameter {
  readonly name: string;
  readonly path: readonly ValueStep[];
  readonly parameter: HelmParameter;
}

function parsedParameters(parameters: readonly HelmParameter[]): readonly ParsedParameter[] {
  const problems: Problem[] = [];
  const parsed = parameters.flatMap((parameter, index) => {
    const path = parseValuePath(parameter.name);
    if (path !== undefined) return [{ name: parameter.name, path, parameter }];
    const reason = `"${parameter.name}" is no path of a value`;
    problems.push({ path: `helm.parameters[${index}].name`, reason, fix: "write it as a.b or a[0].b" });
    return [];
  });
  if (problems.length > 0) throw new RenderError(problems);
  return parsed;
}

/** Helm sets forced texts after all others. */
function sortedForces(parameters: readonly ParsedParameter[]): readonly ParsedParameter[] {
  const isForced = ({ parameter }: ParsedParameter): boolean => parameter.forceString === true;
  return [...parameters.filter((each) => !isForced(each)), ...parameters.filter(isForced)];
}
