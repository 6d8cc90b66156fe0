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
