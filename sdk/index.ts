// SPDX-License-Identifier: Apache-2.0
export * from "./deprecatedLookups";
export * from "./gatewayDevice";
export * from "./l2Gateway";
export * from "./l2GatewayConnection";
export * from "./lookups";
export * from "./remoteMacEntry";
export * from "./remoteMacTable";
