// SPDX-License-Identifier: Apache-2.0
// The service that the engine calls: pulumi@v3.274.1 proto/pulumi/provider.proto. One process serves one provider, the default one or an explicit one.
import type { handleUnaryCall, ServerUnaryCall, StatusObject, UntypedServiceImplementation } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { suggestion } from "../client/didYouMean";
import { BorderGatewayError } from "../client/errors";
import type { Runtime } from "../kinds/definition";
import { redacted, redacting } from "../lifecycle/redaction";
import { defectMessage, PartialFailure } from "../lifecycle/report";
import { inCall } from "./callContext";
import type { EngineLog } from "./engineLog";
import { failed, halfDone } from "./failure";
import type { PluginFunction } from "./functions";
import { type Decoded, decode, encode } from "./propertyValues";
import { asStackConfig, changedSettings, checkConfig, SECRET_SETTINGS } from "./providerConfig";
import * as calls from "./resourceCalls";
import { type PluginResource, type PluginResources, resourcesOver } from "./resources";

export interface PluginHost {
  readonly version: string;
  readonly log: EngineLog;
  readonly functions: Readonly<Record<string, PluginFunction>>;
  /** The package schema as JSON. */
  schema(): string;
  /** Opens the sites that a provider is configured for. */
  runtime(stackConfig: (key: string) => string | undefined): Runtime;
  /** Called when the user has interrupted the operation, and at the end of each operation. */
  cancelled(): void;
}

/** What one call needs beside its message. */
interface About {
  readonly urn?: string;
  /** The time-out of the resource, in seconds; 0 if there is none. */
  readonly seconds?: number;
  /** What the messages of the call must not show. */
  readonly given?: readonly Decoded[];
  /** The inputs that an object which was created in part belongs to. */
  readonly inputs?: Decoded;
}

interface Configured {
  readonly runtime: Runtime;
  readonly resources: PluginResources;
}

interface OfResource {
  getUrn(): string;
  getType(): string;
}

export class PluginService {
  #configured: Configured | undefined;
  #underWay = 0;
  #idle: (() => void) | undefined;

  constructor(private readonly host: PluginHost) {}

  /** @param address of the engine */
  attach(address: string): void {
    this.host.log.connect(address);
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    while (this.#underWay > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
  }

  /** The methods of the service by their names. The gRPC server refuses all others as unimplemented. */
  methods(): UntypedServiceImplementation {
    return {
      handshake: this.#unary((request: proto.ProviderHandshakeRequest) => {
        if (request.getEngineAddress() !== "") this.attach(request.getEngineAddress());
        return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
      }),
      attach: this.#unary((request: plugin.PluginAttach) => {
        this.attach(request.getAddress());
        return new Empty();
      }),
      getPluginInfo: this.#unary(() => new plugin.PluginInfo().setVersion(this.host.version)),
      getSchema: this.#unary(() => new proto.GetSchemaResponse().setSchema(this.host.schema())),
      // The package maps no Terraform provider.
      getMapping: this.#unary(() => new proto.GetMappingResponse()),
      getMappings: this.#unary(() => new proto.GetMappingsResponse()),
      cancel: this.#unary(() => {
        this.host.cancelled();
        return new Empty();
      }),
      checkConfig: this.#unary((request: proto.CheckRequest) => {
        const { props, secrets } = decode(request.getNews());
        return new proto.CheckResponse()
          .setInputs(encode(props, new Set([...secrets, ...SECRET_SETTINGS])))
          .setFailuresList(calls.failuresOf(checkConfig(props)));
      }),
      diffConfig: this.#unary((request: proto.DiffRequest) => {
        // No change replaces the provider, which would replace all its resources. A site that leads to another endpoint is refused by the resources there.
        const changed = changedSettings(decode(request.getOlds()).props, decode(request.getNews()).props);
        return new proto.DiffResponse()
          .setChanges(changed.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE)
          .setDiffsList(changed);
      }),
      configure: this.#unary((request: proto.ConfigureRequest) => {
        const runtime = this.host.runtime(asStackConfig(decode(request.getArgs()).props));
        this.#configured = { runtime, resources: resourcesOver(runtime) };
        return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
      }),
      invoke: this.#unary((request: proto.InvokeRequest) => this.#invoke(request)),
      check: this.#resource((resource, request: proto.CheckRequest) => {
        const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
        return [{ given: [news] }, () => calls.check(resource, request, olds, news)];
      }),
      diff: this.#resource((resource, request: proto.DiffRequest) => {
        const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
        return [{ given: [olds, news] }, () => calls.diff(resource, request, olds, news)];
      }),
      create: this.#resource((resource, request: proto.CreateRequest) => {
        const news = decode(request.getProperties());
        return [{ given: [news], inputs: news, seconds: request.getTimeout() }, () => calls.create(resource, request, news)];
      }),
      update: this.#resource((resource, request: proto.UpdateRequest) => {
        const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
        const about = { given: [olds, news], inputs: news, seconds: request.getTimeout() };
        return [about, () => calls.update(resource, request, olds, news)];
      }),
      read: this.#resource((resource, request: proto.ReadRequest) => {
        const [olds, inputs] = [decode(request.getProperties()), decode(request.getInputs())];
        return [{ given: [olds, inputs] }, () => calls.read(resource, request, olds, inputs)];
      }),
      delete: this.#resource((resource, request: proto.DeleteRequest) => {
        const olds = decode(request.getProperties());
        return [{ given: [olds], seconds: request.getTimeout() }, () => calls.remove(resource, request, olds)];
      }),
    };
  }

  async #invoke(request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
    const token = request.getTok();
    const known = Object.keys(this.host.functions);
    const run = known.includes(token) ? this.host.functions[token] : undefined;
    if (run === undefined) throw new BorderGatewayError(`unknown function "${token}"${suggestion(token, known)}`);
    const { props, secrets } = decode(request.getArgs());
    const result = await run(this.#ready().runtime, props);
    return new proto.InvokeResponse().setReturn(encode(result, secrets.size > 0 ? new Set(Object.keys(result)) : new Set()));
  }

  #ready(): Configured {
    if (this.#configured === undefined) throw new BorderGatewayError("the provider is not configured yet");
    return this.#configured;
  }

  #resource<Request extends OfResource, Response>(
    prepare: (resource: PluginResource, request: Request) => [About, () => Promise<Response>],
  ): handleUnaryCall<Request, Response> {
    return this.#handler((request: Request) => {
      const [about, run] = prepare(this.#ready().resources(request.getType() || typeIn(request.getUrn())), request);
      return [{ ...about, urn: request.getUrn() }, run];
    });
  }

  #unary<Request, Response>(run: (request: Request) => Response | Promise<Response>): handleUnaryCall<Request, Response> {
    return this.#handler((request: Request) => [{}, async () => run(request)]);
  }

  /** Runs one call and answers it. Whatever it throws fails this call only. */
  #handler<Request, Response>(prepare: (request: Request) => [About, () => Promise<Response>]): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, answer) => {
      this.#underWay++;
      const served = async (): Promise<() => void> => {
        const [{ urn = "", seconds = 0, given = [], inputs }, run] = prepare(call.request);
        return inCall(urn, seconds, () =>
          redacting(given.flatMap(secretValues), async () => {
            try {
              const response = await run();
              return () => answer(null, response);
            } catch (error) {
              const failure = this.#failure(error, inputs);
              return () => answer(failure);
            }
          }),
        );
      };
      void served()
        .catch((error: unknown) => {
          const failure = this.#failure(error, undefined);
          return () => answer(failure);
        })
        .then(async (finish) => {
          await this.host.log.flushed();
          finish();
          this.#underWay--;
          if (this.#underWay === 0) this.#idle?.();
        });
    };
  }

  #failure(error: unknown, inputs: Decoded | undefined): StatusObject {
    if (error instanceof PartialFailure) return halfDone(error, inputs?.props ?? {}, inputs?.secrets ?? new Set());
    if (error instanceof BorderGatewayError) return failed(error.message);
    if (error instanceof Error) this.host.log.write("debug", redacted(error.stack ?? ""));
    return failed(defectMessage(error));
  }
}

const secretValues = ({ props, secrets }: Decoded): unknown[] => [...secrets].map((name) => props[name]);

/** The type in a URN: `urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>`. Old engines send no type. */
const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
