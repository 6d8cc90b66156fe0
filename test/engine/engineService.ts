// SPDX-License-Identifier: Apache-2.0
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answer } from "../wire/grpc";
import type { DeploymentEvents } from "./deploymentContext";

/** The service by which programs and providers log. */
export const engineService = (events: DeploymentEvents) => {
  let root = "";
  return {
    definition: EngineService,
    handlers: {
      log: answer(async (request: LogRequest) => {
        const severity = request.getSeverity();
        if (severity !== LogSeverity.DEBUG) {
          const level = severity === LogSeverity.ERROR ? "error" : severity === LogSeverity.WARNING ? "warning" : "info";
          events.message(level, request.getUrn(), request.getMessage());
        }
        return new Empty();
      }),
      getRootResource: answer(async () => new GetRootResourceResponse().setUrn(root)),
      setRootResource: answer(async (request: SetRootResourceRequest) => {
        root = request.getUrn();
        return new SetRootResourceResponse();
      }),
      startDebugging: answer(async () => new Empty()),
      requirePulumiVersion: answer(async () => new RequirePulumiVersionResponse()),
    },
  };
};
