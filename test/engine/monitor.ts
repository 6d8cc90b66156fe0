// SPDX-License-Identifier: Apache-2.0
import { status } from "@grpc/grpc-js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answer, fromStruct, RpcError, toStruct } from "../wire/grpc";
import type { Urn } from "../wire/urn";
import type { PropertyMap } from "../wire/values";
import { type Goal, readGoal, unsupportedOption } from "./goal";
import { dynamicPackage } from "./providerRegistry";
import type { ResourceState } from "./resourceState";

export type ReadGoal = Pick<Goal, "type" | "name" | "parent" | "provider" | "properties" | "dependencies" | "additionalSecretOutputs"> & {
  id: string;
};

/** What the monitor asks of the deployment. */
export interface Registrar {
  /** Reference of the provider of dynamic resources; the first call registers it. */
  defaultProvider(): Promise<string>;
  register(goal: Goal): Promise<ResourceState>;
  read(goal: ReadGoal): Promise<ResourceState>;
  setOutputs(urn: Urn, outputs: PropertyMap): Promise<void>;
  /** The program has said all; resolves when the deployment has ended. */
  programEnded(): Promise<void>;
}

/** All that dynamic resources need; without the others, the SDK sends plain values and rejects what they cannot express. */
const features = ["secrets", "aliasSpecs", "deletedWith"];

const unsupported = (what: string) => new RpcError(status.UNIMPLEMENTED, `the test engine does not support ${what}`);

/** The service by which a program declares its resources. */
export const monitorService = (registrar: Registrar) => {
  const providerOf = async (type: string, given: string): Promise<string> => {
    if (type.split(":")[0] !== dynamicPackage) throw unsupported(`the type ${type}: it serves dynamic resources only`);
    return given === "" ? registrar.defaultProvider() : given;
  };

  const register = async (request: RegisterResourceRequest) => {
    if (request.getRemote()) throw unsupported("remote components");
    const option = unsupportedOption(request);
    if (option !== undefined) throw unsupported(`the resource option ${option}`);
    const provider = request.getCustom() ? await providerOf(request.getType(), request.getProvider()) : "";
    const goal = readGoal(request, provider);
    const state = await registrar.register(goal);
    return new RegisterResourceResponse()
      .setUrn(state.urn)
      .setId(state.id)
      .setObject(toStruct(goal.custom ? state.outputs : {}, "keep"));
  };

  const read = async (request: ReadResourceRequest) => {
    const state = await registrar.read({
      id: request.getId(),
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent(),
      provider: await providerOf(request.getType(), request.getProvider()),
      properties: fromStruct(request.getProperties()),
      dependencies: request.getDependenciesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    });
    return new ReadResourceResponse().setUrn(state.urn).setProperties(toStruct(state.outputs, "keep"));
  };

  const refuse = (what: string) =>
    answer<unknown, never>(async () => {
      throw unsupported(what);
    });

  return {
    definition: ResourceMonitorService,
    handlers: {
      supportsFeature: answer(async (request: SupportsFeatureRequest) =>
        new SupportsFeatureResponse().setHassupport(features.includes(request.getId())),
      ),
      registerResource: answer(register),
      readResource: answer(read),
      registerResourceOutputs: answer(async (request: RegisterResourceOutputsRequest) => {
        await registrar.setOutputs(request.getUrn(), fromStruct(request.getOutputs()));
        return new Empty();
      }),
      signalAndWaitForShutdown: answer(async () => {
        await registrar.programEnded();
        return new Empty();
      }),
      // The SDK then asks for each feature.
      getDeploymentInfo: refuse("deployment info"),
      invoke: refuse("invokes"),
      call: refuse("method calls"),
      registerStackTransform: refuse("transforms"),
      registerStackInvokeTransform: refuse("invoke transforms"),
      registerResourceHook: refuse("resource hooks"),
      registerErrorHook: refuse("error hooks"),
      registerPackage: refuse("parameterized packages"),
    },
  };
};
