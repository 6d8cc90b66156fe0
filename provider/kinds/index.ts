// SPDX-License-Identifier: Apache-2.0
// The kinds of resources: one line each. The keys are the names by which stack states know them; they never change.
import { gatewayDevice } from "./gatewayDevice";
import { l2Gateway } from "./l2Gateway";
import { l2GatewayConnection } from "./l2GatewayConnection";
import { remoteMacEntry } from "./remoteMacEntry";
import { remoteMacTable } from "./remoteMacTable";

export const kinds = { gatewayDevice, l2Gateway, l2GatewayConnection, remoteMacEntry, remoteMacTable };
