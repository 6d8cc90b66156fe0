// SPDX-License-Identifier: Apache-2.0
// The entry that the texts in stack states require: `exports.handler=()=>require("pulumi-border-gateway/provider").<kind>`.
// The names exported here are a contract with every state that a release has ever written.
import { homedir } from "node:os";
import type { dynamic } from "@pulumi/pulumi";
import { configuredWithin } from "./configuredWithin";
import type { Kind, Props, Runtime } from "./definition";
import { dynamicProvider } from "./dynamicHost";
import { engineLife } from "./engineLife";
import { collectEarly } from "./heap";
import { kinds } from "./kinds";
import { type Lifecycle, lifecycleOf } from "./lifecycle";
import { createRuntime } from "./runtime";
import { segmentationIdPool as segmentationIdPoolOf } from "./segmentationIdPool";

type Provider = dynamic.ResourceProvider<Props, Props>;

/** Of all kinds together: one process serves a whole deployment, and the SDK configures each kind by itself with the same request. */
let configured: (request: dynamic.ConfigureRequest) => void;
const runtime: Promise<Runtime> = new Promise<dynamic.ConfigureRequest>((resolve) => {
  configured = resolve;
}).then((request) => {
  collectEarly();
  const { ended, interrupted } = engineLife();
  return createRuntime({
    stackConfig: (key) => request.config.get(key),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    abandoned: ended,
    interrupted,
  });
});
// Each verb awaits the runtime and reports its failure; here it only must not end the process.
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

export const gatewayDevice = hosted(kinds.gatewayDevice);
export const l2Gateway = hosted(kinds.l2Gateway);
export const l2GatewayConnection = hosted(kinds.l2GatewayConnection);
export const remoteMacEntry = hosted(kinds.remoteMacEntry);
export const remoteMacTable = hosted(kinds.remoteMacTable);
/** At no site, and made by the mesh only. */
export const segmentationIdPool = hostedBy(segmentationIdPoolOf);
