// SPDX-License-Identifier: Apache-2.0
// The entry point that stack states refer to: `exports.handler=()=>require("pulumi-border-gateway/provider").<kind>`.
// The exported names must never change, because the states of all releases contain them.
import { homedir } from "node:os";
import { join } from "node:path";
import type { dynamic } from "@pulumi/pulumi";
import { configuredWithin } from "./dynamicHost/configuredWithin";
import { dynamicProvider } from "./dynamicHost/dynamicHost";
import { kinds } from "./kinds";
import type { Kind, Props, Runtime } from "./kinds/definition";
import { type Lifecycle, lifecycleOf } from "./lifecycle/lifecycle";
import { engineLife } from "./process/engineLife";
import { collectEarly } from "./process/heap";
import { InterruptedWrites } from "./process/interruptedWrites";
import { segmentationIdPool as segmentationIdPoolOf } from "./program/segmentationIdPool";
import { createRuntime } from "./runtime";

type Provider = dynamic.ResourceProvider<Props, Props>;

/** Configures all kinds. One process serves a whole deployment, and the SDK configures each kind separately with the same request. */
let configured: (request: dynamic.ConfigureRequest) => void;
const runtime: Promise<Runtime> = new Promise<dynamic.ConfigureRequest>((resolve) => {
  configured = resolve;
}).then((request) => {
  collectEarly();
  const interruptedWrites = new InterruptedWrites(join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "border-gateway"));
  const { ended, interrupted } = engineLife(() => interruptedWrites.engineEnded());
  const settings = {
    stackConfig: (key: string) => request.config.get(key),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    abandoned: ended,
    interrupted,
  };
  return createRuntime(settings, interruptedWrites);
});
// Each verb awaits the runtime and reports its failure. This handler only keeps the rejection from ending the process.
runtime.catch(() => undefined);

const hosted = <I>(kind: Kind<I>): Provider => hostedBy((ready) => lifecycleOf(kind, ready));

const hostedBy = (make: (ready: Runtime) => Lifecycle): Provider => {
  const lifecycle = runtime.then(make);
  lifecycle.catch(() => undefined);
  return dynamicProvider(
    () => configuredWithin(lifecycle),
    (request) => configured(request),
  );
};

/** The provider of GatewayDevice resources. */
export const gatewayDevice = hosted(kinds.gatewayDevice);
/** The provider of L2Gateway resources. */
export const l2Gateway = hosted(kinds.l2Gateway);
/** The provider of L2GatewayConnection resources. */
export const l2GatewayConnection = hosted(kinds.l2GatewayConnection);
/** The provider of RemoteMacEntry resources. */
export const remoteMacEntry = hosted(kinds.remoteMacEntry);
/** The provider of RemoteMacTable resources. */
export const remoteMacTable = hosted(kinds.remoteMacTable);
/** The provider of segmentation id pools. Only meshes create them, and they exist at no site. */
export const segmentationIdPool = hostedBy(segmentationIdPoolOf);
