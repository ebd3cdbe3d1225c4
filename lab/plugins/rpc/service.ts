import type {
  handleUnaryCall,
  sendUnaryData,
  ServerUnaryCall,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { EngineLog } from "./engine-log.js";
import { serviceError, Unimplemented } from "./errors.js";
import type { About, Autonaming, CheckAnswer, DiffAnswer, ResourceProvider } from "./provider.js";
import { fromStruct, toStruct } from "./struct.js";

/** Serves a provider as the gRPC service `pulumirpc.ResourceProvider`. */
export class Service {
  private running = 0;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly provider: ResourceProvider,
    private readonly log: EngineLog,
  ) {}

  /** Resolves as soon as no call is being answered. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.whenIdle = resolve;
      this.noteIdle();
    });
  }

  implementation(): UntypedServiceImplementation {
    const { provider } = this;
    return {
      handshake: this.unary((_request: messages.ProviderHandshakeRequest) => {
        const answer = new messages.ProviderHandshakeResponse();
        answer.setAcceptSecrets(true);
        answer.setSupportsAutonamingConfiguration(true);
        return Promise.resolve(answer);
      }),
      getPluginInfo: this.unary((_request: Empty) =>
        Promise.resolve(new PluginInfo().setVersion(provider.version)),
      ),
      getSchema: this.unary((_request: messages.GetSchemaRequest) =>
        Promise.resolve(
          new messages.GetSchemaResponse().setSchema(
            JSON.stringify({ name: provider.name, version: provider.version }),
          ),
        ),
      ),
      getMapping: this.unary((_request: messages.GetMappingRequest) =>
        Promise.resolve(new messages.GetMappingResponse()),
      ),
      getMappings: this.unary((_request: messages.GetMappingsRequest) =>
        Promise.resolve(new messages.GetMappingsResponse()),
      ),
      attach: this.unary((_request: unknown) => Promise.resolve(new Empty())),
      cancel: this.unary((_request: Empty) => {
        provider.cancel();
        return Promise.resolve(new Empty());
      }),
      checkConfig: this.unary(async (request: messages.CheckRequest) =>
        checkResponse(await provider.checkConfig(fromStruct(request.getNews()))),
      ),
      diffConfig: this.unary(async (request: messages.DiffRequest) => {
        // The recorded inputs; engines that do not send them send nothing but the recorded outputs.
        const olds = request.getOldInputs() ?? request.getOlds();
        return diffResponse(await provider.diffConfig(fromStruct(olds), fromStruct(request.getNews())));
      }),
      configure: this.unary(async (request: messages.ConfigureRequest) => {
        await provider.configure(fromStruct(request.getArgs()));
        const answer = new messages.ConfigureResponse();
        answer.setAcceptsecrets(true);
        answer.setSupportspreview(true);
        answer.setSupportsAutonamingConfiguration(true);
        return answer;
      }),
      invoke: this.unary(async (request: messages.InvokeRequest) => {
        const result = await provider.invoke(request.getTok(), fromStruct(request.getArgs()));
        return new messages.InvokeResponse().setReturn(toStruct(result));
      }),
      check: this.unary(async (request: messages.CheckRequest) => {
        const olds = fromStruct(request.getOlds());
        const autonaming = autonamingOf(request);
        return checkResponse(
          await provider.check({
            ...this.about(request),
            olds: Object.keys(olds).length === 0 ? undefined : olds,
            news: fromStruct(request.getNews()),
            seed: request.getRandomseed_asU8(),
            ...(autonaming === undefined ? {} : { autonaming }),
          }),
        );
      }),
      diff: this.unary(async (request: messages.DiffRequest) =>
        diffResponse(
          await provider.diff({
            ...this.about(request),
            id: request.getId(),
            olds: fromStruct(request.getOlds()),
            news: fromStruct(request.getNews()),
            ignoreChanges: request.getIgnorechangesList(),
          }),
        ),
      ),
      create: this.unary(async (request: messages.CreateRequest) => {
        const { id, state } = await provider.create({
          ...this.about(request),
          inputs: fromStruct(request.getProperties()),
          preview: request.getPreview(),
          timeout: request.getTimeout(),
        });
        return new messages.CreateResponse().setId(id).setProperties(toStruct(state));
      }),
      read: this.unary(async (request: messages.ReadRequest) => {
        const found = await provider.read({
          ...this.about(request),
          id: request.getId(),
          state: fromStruct(request.getProperties()),
          inputs: fromStruct(request.getInputs()),
        });
        const answer = new messages.ReadResponse();
        if (found === undefined) return answer;
        return answer.setId(found.id).setProperties(toStruct(found.state)).setInputs(toStruct(found.inputs));
      }),
      update: this.unary(async (request: messages.UpdateRequest) => {
        const state = await provider.update({
          ...this.about(request),
          id: request.getId(),
          olds: fromStruct(request.getOlds()),
          news: fromStruct(request.getNews()),
          ignoreChanges: request.getIgnorechangesList(),
          preview: request.getPreview(),
          timeout: request.getTimeout(),
        });
        return new messages.UpdateResponse().setProperties(toStruct(state));
      }),
      delete: this.unary(async (request: messages.DeleteRequest) => {
        await provider.delete({
          ...this.about(request),
          id: request.getId(),
          state: fromStruct(request.getProperties()),
          timeout: request.getTimeout(),
        });
        return new Empty();
      }),
      call: this.missing("Call"),
      construct: this.missing("Construct"),
      parameterize: this.missing("Parameterize"),
      list: this.missing("List"),
    };
  }

  private about(request: { getUrn(): string; getType(): string; getName(): string }): About {
    const urn = request.getUrn();
    const [type, name] = [request.getType(), request.getName()];
    return {
      urn,
      // Older engines send the URN only: `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`.
      type: type === "" ? (urn.split("::")[2]?.split("$").at(-1) ?? "") : type,
      name: name === "" ? urn.split("::").slice(3).join("::") : name,
      say: this.log.about(urn),
    };
  }

  private missing(call: string): handleUnaryCall<unknown, unknown> {
    return this.unary(() =>
      Promise.reject(new Unimplemented(`${this.provider.name} does not offer ${call}`)),
    );
  }

  private unary<Request, Response>(
    answer: (request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
      this.running++;
      const finish: sendUnaryData<Response> = (error, response) => {
        done(error, response);
        this.running--;
        this.noteIdle();
      };
      void answer(call.request).then(
        (response) => {
          finish(null, response);
        },
        (error: unknown) => {
          finish(serviceError(error));
        },
      );
    };
  }

  private noteIdle(): void {
    if (this.running === 0) this.whenIdle?.();
  }
}

function autonamingOf(request: messages.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const { Mode } = messages.CheckRequest.AutonamingOptions;
  const modes = { [Mode.PROPOSE]: "propose", [Mode.ENFORCE]: "enforce", [Mode.DISABLE]: "disable" } as const;
  return { proposed: options.getProposedName(), mode: modes[options.getMode()] };
}

function checkResponse(answer: CheckAnswer): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(answer.inputs));
  response.setFailuresList(
    (answer.faults ?? []).map(({ property, reason }) =>
      new messages.CheckFailure().setProperty(property).setReason(reason),
    ),
  );
  return response;
}

const { Kind } = messages.PropertyDiff;
const KINDS = {
  add: { false: Kind.ADD, true: Kind.ADD_REPLACE },
  delete: { false: Kind.DELETE, true: Kind.DELETE_REPLACE },
  update: { false: Kind.UPDATE, true: Kind.UPDATE_REPLACE },
} as const;

function diffResponse(answer: DiffAnswer): messages.DiffResponse {
  const { DiffChanges } = messages.DiffResponse;
  const response = new messages.DiffResponse();
  response.setChanges(answer.changes ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setReplacesList([...answer.replaces]);
  response.setDeletebeforereplace(answer.deleteBeforeReplace === true);
  response.setHasdetaileddiff(true);
  const details = response.getDetaileddiffMap();
  for (const [path, { kind, replace }] of Object.entries(answer.details)) {
    details.set(
      path,
      new messages.PropertyDiff().setKind(KINDS[kind][`${replace}`]).setInputdiff(kind === "delete"),
    );
  }
  response.setDiffsList([
    ...new Set(Object.keys(answer.details).map((path) => path.split(/[.[]/)[0] ?? path)),
  ]);
  return response;
}
