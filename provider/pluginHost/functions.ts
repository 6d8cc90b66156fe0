// SPDX-License-Identifier: Apache-2.0
// The functions of the package, by their tokens (`border-gateway:index:getNetwork`).
import type { Props, Runtime } from "../kinds/definition";

/** Runs one function. Unknown arguments are {@link UNKNOWN}. @throws BorderGatewayError */
export type PluginFunction = (runtime: Runtime, args: Props) => Promise<Props>;

export const functions: Readonly<Record<string, PluginFunction>> = {};
