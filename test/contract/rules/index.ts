// SPDX-License-Identifier: Apache-2.0
import type { Rule } from "../rule.js";
import { borderConnections } from "./borderConnections.js";
import { borderGateways } from "./borderGateways.js";
import { connections } from "./connections.js";
import { deviceRefusals } from "./deviceRefusals.js";
import { devices } from "./devices.js";
import { deviceUpdates } from "./deviceUpdates.js";
import { gateways } from "./gateways.js";
import { paths } from "./paths.js";
import { queries } from "./queries.js";
import { races } from "./races.js";
import { remoteMacs } from "./remoteMacs.js";
import { roles } from "./roles.js";
import { upstreamConnections } from "./upstreamConnections.js";
import { upstreamGateways } from "./upstreamGateways.js";
import { upstreamUpdates } from "./upstreamUpdates.js";

/** Every rule of the servers, in the order of docs/servers.md. */
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
