// SPDX-License-Identifier: Apache-2.0
import type { Rule } from "../rule";
import { borderConnections } from "./borderConnections";
import { borderGateways } from "./borderGateways";
import { connections } from "./connections";
import { deviceRefusals } from "./deviceRefusals";
import { devices } from "./devices";
import { deviceUpdates } from "./deviceUpdates";
import { gateways } from "./gateways";
import { paths } from "./paths";
import { queries } from "./queries";
import { races } from "./races";
import { remoteMacs } from "./remoteMacs";
import { roles } from "./roles";
import { upstreamConnections } from "./upstreamConnections";
import { upstreamGateways } from "./upstreamGateways";
import { upstreamUpdates } from "./upstreamUpdates";

/** Every rule of the servers, in the order in which they run. */
export const rules: readonly Rule[] = [
  ...paths,
  ...queries,
  ...roles,
  ...devices,
  ...deviceRefusals,
  ...deviceUpdates,
  ...remoteMacs,
  ...gateways,
  ...borderGateways,
  ...upstreamGateways,
  ...upstreamUpdates,
  ...connections,
  ...borderConnections,
  ...upstreamConnections,
  ...races,
];

/** The rules that hold for all resources. docs/servers.md lists them. */
export const generalRules: readonly Rule[] = [...paths, ...queries, ...roles, ...races];

const byResource: Readonly<Record<string, readonly Rule[]>> = {
  GatewayDevice: [...devices, ...deviceRefusals, ...deviceUpdates],
  L2Gateway: [...gateways, ...borderGateways, ...upstreamGateways, ...upstreamUpdates],
  L2GatewayConnection: [...connections, ...borderConnections, ...upstreamConnections],
  RemoteMacEntry: remoteMacs,
  RemoteMacTable: remoteMacs,
};

/** The rules of one resource. Its page in docs/reference/ lists them. */
export const rulesOf = (resource: string): readonly Rule[] => byResource[resource] ?? [];
