import type { TypeId } from "../types.js";

/** How a parameter is written: a scalar of the wire, or a list that is repeated. */
export type ParameterType = "string" | "boolean" | "int32" | "int64" | "strings";

/** A parameter of a call. Those in the path are always required, those in the query never. */
export interface Parameter {
  readonly in: "path" | "query";
  readonly name: string;
  readonly type: ParameterType;
  readonly description: string;
  /** The only values that are permitted. Default: any. */
  readonly values?: readonly string[];
}

/** One call of the API. */
export interface ApiOperation {
  /** `<Service>_<Method>`: clients are generated with these names, so they never change. */
  readonly id: `${string}Service_${string}`;
  readonly verb: "get" | "post" | "put" | "patch" | "delete";
  /** With the names of its parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  /** What is sent: a type of the document, or bare text. Default: nothing. */
  readonly body?: { readonly type: TypeId | "string"; readonly description: string };
  readonly response: TypeId;
  /** Whether answers keep coming, each as an object with a result or an error. Default false. */
  readonly stream?: true;
  /** Whether it answers callers who have not logged in. Default false. */
  readonly open?: true;
}

/** A parameter in the path. */
export function inPath(name: string, description: string): Parameter {
  return { in: "path", name, type: "string", description };
}

/** A parameter in the query. */
export function inQuery(
  name: string,
  description: string,
  type: ParameterType = "string",
  values?: readonly string[],
): Parameter {
  return { in: "query", name, type, description, ...(values === undefined ? {} : { values }) };
}
