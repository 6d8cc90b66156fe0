// SPDX-License-Identifier: Apache-2.0
// The plugin's service in the process of the test, called over gRPC as the engine calls it.
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { ExecutionContext } from "ava";
import type { Props } from "../../../provider/kinds/definition";
import { EngineLog } from "../../../provider/pluginHost/engineLog";
import { decode, encode } from "../../../provider/pluginHost/propertyValues";
import { listen, newServer } from "../../../provider/pluginHost/serve";
import { type PluginHost, PluginService } from "../../../provider/pluginHost/service";
import { createRuntime } from "../../../provider/runtime";
import { settingsOf } from "../../helpers/settings";
import { request } from "../../wire/grpc";

export const urnOf = (kind: string, name = "one") => `urn:pulumi:dev::mesh::border-gateway:index:${kind}::${name}`;

/** A property that is sent as a secret. */
export class SecretValue {
  constructor(readonly value: unknown) {}
}

const struct = (props: Props) =>
  encode(
    Object.fromEntries(Object.entries(props).map(([name, value]) => [name, value instanceof SecretValue ? value.value : value])),
    new Set(Object.keys(props).filter((name) => props[name] instanceof SecretValue)),
  );

export class PluginClient {
  private constructor(readonly raw: ResourceProviderClient) {}

  static async start(t: ExecutionContext, functions: PluginHost["functions"] = {}): Promise<PluginClient> {
    const interruption = new AbortController();
    const service = new PluginService({
      version: "1.2.3",
      functions,
      log: new EngineLog(),
      schema: () => "{}",
      cancelled: () => interruption.abort(),
      runtime: (stackConfig) => createRuntime({ ...settingsOf(), stackConfig, interrupted: interruption.signal }),
    });
    const server = newServer(service);
    const raw = new ResourceProviderClient(`127.0.0.1:${await listen(server)}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    t.teardown(() => {
      raw.close();
      server.forceShutdown();
    });
    return new PluginClient(raw);
  }

  async configure(config: Props): Promise<void> {
    await request<proto.ConfigureResponse>((done) => this.raw.configure(new proto.ConfigureRequest().setArgs(struct(config)), done));
  }

  async checkConfig(config: Props) {
    const message = new proto.CheckRequest().setNews(struct(config));
    return checked(await request<proto.CheckResponse>((done) => this.raw.checkConfig(message, done)));
  }

  diffConfig(olds: Props, news: Props) {
    const message = new proto.DiffRequest().setOlds(struct(olds)).setNews(struct(news));
    return request<proto.DiffResponse>((done) => this.raw.diffConfig(message, done));
  }

  async check(kind: string, news: Props, olds: Props = {}, name = "one") {
    const message = new proto.CheckRequest().setUrn(urnOf(kind, name)).setName(name).setType(`border-gateway:index:${kind}`);
    message.setNews(struct(news)).setOlds(struct(olds));
    return checked(await request<proto.CheckResponse>((done) => this.raw.check(message, done)));
  }

  async diff(kind: string, id: string, olds: Props, news: Props) {
    const message = new proto.DiffRequest().setUrn(urnOf(kind)).setType(`border-gateway:index:${kind}`).setId(id);
    message.setOlds(struct(olds)).setNews(struct(news));
    const response = await request<proto.DiffResponse>((done) => this.raw.diff(message, done));
    const details: Record<string, proto.PropertyDiff.Kind> = {};
    response.getDetaileddiffMap().forEach((value, path) => {
      details[path] = value.getKind();
    });
    return { changes: response.getChanges(), replaces: response.getReplacesList(), details };
  }

  async create(kind: string, props: Props, preview = false) {
    const message = new proto.CreateRequest().setUrn(urnOf(kind)).setType(`border-gateway:index:${kind}`).setPreview(preview);
    const response = await request<proto.CreateResponse>((done) => this.raw.create(message.setProperties(struct(props)), done));
    return { id: response.getId(), ...decode(response.getProperties()) };
  }

  async update(kind: string, id: string, olds: Props, news: Props, preview = false) {
    const message = new proto.UpdateRequest().setUrn(urnOf(kind)).setType(`border-gateway:index:${kind}`).setId(id).setPreview(preview);
    message.setOlds(struct(olds)).setNews(struct(news));
    return decode((await request<proto.UpdateResponse>((done) => this.raw.update(message, done))).getProperties());
  }

  async read(kind: string, id: string, props: Props = {}, inputs: Props = {}) {
    const message = new proto.ReadRequest().setUrn(urnOf(kind)).setType(`border-gateway:index:${kind}`).setId(id);
    message.setProperties(struct(props)).setInputs(struct(inputs));
    const response = await request<proto.ReadResponse>((done) => this.raw.read(message, done));
    return { id: response.getId(), props: decode(response.getProperties()).props, inputs: decode(response.getInputs()).props };
  }

  async delete(kind: string, id: string, props: Props): Promise<void> {
    const message = new proto.DeleteRequest().setUrn(urnOf(kind)).setType(`border-gateway:index:${kind}`).setId(id);
    await request((done) => this.raw.delete(message.setProperties(struct(props)), done));
  }
}

const checked = (response: proto.CheckResponse) => ({
  ...decode(response.getInputs()),
  failures: response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`),
});

export type { ServiceError };
