// SPDX-License-Identifier: Apache-2.0
// Former names of the lookups, for one release.
import type { GetByNameOutputArgs, GetByNameResult, GetGatewayDeviceResult } from "./lookups";
import { getGatewayDeviceOutput, getL2GatewayOutput, getNetworkOutput, getRouterOutput } from "./lookups";

/** @deprecated Use {@link GetByNameOutputArgs}. */
export type LookUpArgs = GetByNameOutputArgs;

/** @deprecated Use {@link GetByNameResult}. */
export type FoundObject = GetByNameResult;

/** @deprecated Use {@link GetGatewayDeviceResult}. */
export type FoundGatewayDevice = GetGatewayDeviceResult;

/** @deprecated Use {@link getNetworkOutput}. */
export const lookUpNetwork = getNetworkOutput;

/** @deprecated Use {@link getRouterOutput}. */
export const lookUpRouter = getRouterOutput;

/** @deprecated Use {@link getGatewayDeviceOutput}. */
export const lookUpGatewayDevice = getGatewayDeviceOutput;

/** @deprecated Use {@link getL2GatewayOutput}. */
export const lookUpL2Gateway = getL2GatewayOutput;
