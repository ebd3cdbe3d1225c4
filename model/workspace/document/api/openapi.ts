import { stringify } from "yaml";
import type { TypeId } from "../types.js";
import { accountOperations } from "./account-operations.js";
import { ERROR_RESPONSES } from "./errors.js";
import type { ApiOperation, Parameter } from "./operation.js";
import { providerOperations } from "./provider-operations.js";
import { repositoryOperations } from "./repository-operations.js";
import { resourceOperations } from "./resource-operations.js";
import { componentSchemas, refTo } from "./schemas.js";
import { serviceOperations } from "./service-operations.js";
import { workSpaceOperations } from "./workspace-operations.js";

/** Every call of the API. */
export const API_OPERATIONS: readonly ApiOperation[] = [
  ...accountOperations,
  ...workSpaceOperations,
  ...resourceOperations,
  ...providerOperations,
  ...repositoryOperations,
  ...serviceOperations,
];

const TAGS = {
  AccountService: "Who may use the service.",
  WorkSpaceService: "Workspaces and their objects.",
  ProviderService: "Clusters.",
  RepositoryService: "Repositories.",
  RepoCredsService: "Credentials for many repositories.",
  SettingsService: "How the service is set up.",
  VersionService: "What the service is.",
};

/** Version of the API, not of this package. */
const API_VERSION = "0.1.0";

/** The OpenAPI 3.0 document of the WorkSpace API. */
export function openApiDocument(): Readonly<Record<string, unknown>> {
  return {
    openapi: "3.0.3",
    info: {
      title: "Service API",
      description: "Virtual environments as a service: workspaces, clusters and repositories.",
      version: API_VERSION,
      license: { name: "Apache 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathItems(),
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The token of a session or of an account.",
        },
      },
      responses: Object.fromEntries(
        ERROR_RESPONSES.map(({ id, description }) => [
          id,
          { description, content: json(refTo("runtimeError")) },
        ]),
      ),
      schemas: componentSchemas(),
    },
  };
}

/** The document as YAML. */
export function openApiText(): string {
  return stringify(openApiDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
}

function pathItems(): Record<string, Record<string, unknown>> {
  const paths = [...new Set(API_OPERATIONS.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => {
      const calls = API_OPERATIONS.filter((operation) => operation.path === path);
      return [path, Object.fromEntries(calls.map((operation) => [operation.verb, call(operation)]))];
    }),
  );
}

function call(operation: ApiOperation) {
  const { id, summary, parameters, body, open } = operation;
  return {
    tags: [id.slice(0, id.indexOf("_"))],
    summary,
    operationId: id,
    ...(open === true ? { security: [] } : {}),
    ...(parameters === undefined ? {} : { parameters: parameters.map(parameter) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            description: body.description,
            required: true,
            content: json(body.type === "string" ? { type: "string" } : refTo(body.type)),
          },
        }),
    responses: {
      "200": success(operation),
      ...Object.fromEntries(
        ERROR_RESPONSES.filter((error) => error.applies(operation)).map(({ id: name, status }) => [
          status,
          { $ref: `#/components/responses/${name}` },
        ]),
      ),
    },
  };
}

function success({ response, stream }: ApiOperation) {
  return stream === true
    ? { description: "Answers, one object a line.", content: json(streamOf(response)) }
    : { description: "The answer.", content: json(refTo(response)) };
}

function streamOf(response: TypeId) {
  return { type: "object", properties: { result: refTo(response), error: refTo("runtimeError") } };
}

function parameter({ name, in: where, description, type, values }: Parameter) {
  const scalar = { ...PARAMETER_SCHEMAS[type], ...(values === undefined ? {} : { enum: [...values] }) };
  return {
    name,
    in: where,
    description,
    ...(where === "path" ? { required: true } : {}),
    schema: type === "strings" ? { type: "array", items: scalar } : scalar,
  };
}

/** Of `strings`, of one element. */
const PARAMETER_SCHEMAS = {
  string: { type: "string" },
  boolean: { type: "boolean" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "string", format: "int64" },
  strings: { type: "string" },
};

function json(schema: object) {
  return { "application/json": { schema } };
}
