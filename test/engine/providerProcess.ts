// SPDX-License-Identifier: Apache-2.0
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest as DiffMessage,
  DiffResponse,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { channelOptions, fromStruct, request, toStruct } from "../wire/grpc";
import { nameOf, typeOf, type Urn } from "../wire/urn";
import { containsUnknowns, markSecretsLike, type PropertyMap } from "../wire/values";
import { eachLine, type RunningChild, startSdkProcess, stopChild } from "./childProcess";
import type { DeploymentEvents } from "./deploymentContext";
import { asProviderError } from "./providerError";
import type { DiffRequest, ResourceProvider } from "./resourceProvider";

export interface ProviderStart {
  /** Folder of the program's main: from here the SDK is resolved, and the provider requires. */
  readonly cwd: string;
  readonly project: string;
  readonly engineAddress: string;
  readonly env: NodeJS.ProcessEnv;
  readonly preview: boolean;
  readonly events: DeploymentEvents;
}

/** The SDK's process that serves all dynamic resources of a deployment. It supports neither secrets nor previews. */
export class ProviderProcess implements ResourceProvider {
  private constructor(
    private readonly child: RunningChild,
    private readonly client: ResourceProviderClient,
    private readonly preview: boolean,
  ) {}

  static async start(options: ProviderStart): Promise<ProviderProcess> {
    const child = startSdkProcess({
      module: "@pulumi/pulumi/cmd/dynamic-provider",
      args: [options.engineAddress],
      cwd: options.cwd,
      env: { ...options.env, PULUMI_NODEJS_PROJECT: options.project, PULUMI_PROJECT: options.project },
    });
    const port = await new Promise<string>((resolve, reject) => {
      let waiting = true;
      eachLine(child.process.stdout, (line) => {
        if (!waiting) return options.events.output(line);
        waiting = false;
        resolve(line.trim());
      });
      eachLine(child.process.stderr, (line) => options.events.output(line));
      child.exited.then((code) => reject(new Error(`the provider process ended with code ${code} before it served`)), reject);
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), channelOptions);
    return new ProviderProcess(child, client, options.preview);
  }

  async configure(config: PropertyMap): Promise<void> {
    // The one call with secrets marked: the SDK takes the marks off itself.
    const message = new ConfigureRequest().setArgs(toStruct(config, "keep")).setAcceptsecrets(true);
    await request((done) => this.client.configure(message, done)).catch(asProviderError);
  }

  async stop(): Promise<void> {
    this.client.close();
    await stopChild(this.child);
  }

  async check(urn: Urn, olds: PropertyMap, news: PropertyMap) {
    const message = about(new CheckRequest(), urn).setOlds(toStruct(olds, "strip")).setNews(toStruct(news, "strip"));
    const response = await request<CheckResponse>((done) => this.client.check(message, done)).catch(asProviderError);
    const failures = response.getFailuresList().map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
    return { inputs: markSecretsLike(this.#known(fromStruct(response.getInputs())), news), failures };
  }

  async diff(asked: DiffRequest) {
    const response = await request<DiffResponse>((done) => this.client.diff(change(new DiffMessage(), asked), done)).catch(asProviderError);
    return {
      changes: response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: Urn, inputs: PropertyMap) {
    // Not called in a preview: the inputs stand for the outputs, and the SDK takes what is missing among them as unknown.
    if (this.preview) return { id: "", outputs: inputs };
    const message = about(new CreateRequest(), urn).setProperties(toStruct(inputs, "strip"));
    const response = await request<CreateResponse>((done) => this.client.create(message, done)).catch((error) =>
      asProviderError(error, inputs),
    );
    if (response.getId() === "") throw new Error(`the provider's create returned no id for ${urn}`);
    return { id: response.getId(), outputs: markSecretsLike(this.#known(fromStruct(response.getProperties())), inputs) };
  }

  async update(asked: DiffRequest) {
    const inputs = asked.newInputs;
    if (this.preview) return { outputs: inputs };
    const message = change(new UpdateRequest(), asked);
    const response = await request<UpdateResponse>((done) => this.client.update(message, done)).catch((error) =>
      asProviderError(error, inputs),
    );
    return { outputs: markSecretsLike(this.#known(fromStruct(response.getProperties())), inputs) };
  }

  async delete(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap) {
    const message = about(new DeleteRequest(), urn).setId(id);
    message.setOldInputs(toStruct(inputs, "strip")).setProperties(toStruct(outputs, "strip"));
    await request((done) => this.client.delete(message, done)).catch(asProviderError);
  }

  async read(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap) {
    const message = about(new ReadRequest(), urn).setId(id).setInputs(toStruct(inputs, "strip")).setProperties(toStruct(outputs, "strip"));
    const response = await request<ReadResponse>((done) => this.client.read(message, done)).catch((error) =>
      asProviderError(error, outputs),
    );
    const live = response.getInputs();
    return {
      id: response.getId(),
      ...(live === undefined ? {} : { inputs: markSecretsLike(fromStruct(live), inputs) }),
      outputs: markSecretsLike(fromStruct(response.getProperties()), outputs),
    };
  }

  /** Only previews may hold unknowns. */
  #known(map: PropertyMap): PropertyMap {
    if (!this.preview && containsUnknowns(map)) throw new Error("unexpected unknown property value");
    return map;
  }
}

interface Named<Message> {
  setUrn(urn: string): Message;
  setName(name: string): Message;
  setType(type: string): Message;
}

const about = <Message extends Named<Message>>(message: Message, urn: Urn): Message =>
  message.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));

const change = <Message extends DiffMessage | UpdateRequest>(message: Message, asked: DiffRequest): Message => {
  message.setUrn(asked.urn).setId(asked.id);
  message.setName(nameOf(asked.urn)).setType(typeOf(asked.urn));
  message.setOldInputs(toStruct(asked.oldInputs, "strip"));
  message.setOlds(toStruct(asked.oldOutputs, "strip"));
  message.setNews(toStruct(asked.newInputs, "strip"));
  message.setIgnorechangesList([...asked.ignoreChanges]);
  return message;
};
