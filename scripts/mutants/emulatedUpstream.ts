// SPDX-License-Identifier: Apache-2.0
// Faults in the rules of emulated upstream sites.
import type { Case, Mutant } from "./mutant";

const rule = (name: string): Case => ({ file: "contract/contract.test", title: `emulated upstream: ${name}` });

const GATEWAYS = "sdk/testing/kinds/upstreamGateways.ts";
const BINDINGS = "sdk/testing/kinds/vlanBindings.ts";

export const upstreamMutants: readonly Mutant[] = [
  {
    file: GATEWAYS,
    find: "refuseMixed(device.interfaces as JsonObject[])",
    replace: "void device",
    killedBy: rule(
      "segmentation ids on some interfaces of a device only are 409 L2GatewaySegmentationRequired; on one of two devices they are taken",
    ),
  },
  {
    file: GATEWAYS,
    find: "sent.length === 0 ? (values.name ?? null)",
    replace: "sent.length === 0 ? (values.name ?? row.name ?? null)",
    killedBy: rule("a PUT of nothing sets the name to null"),
  },
  {
    file: GATEWAYS,
    find: "made.sort((a, b) => (a.id < b.id ? -1 : 1));",
    replace: "",
    killedBy: rule("the order of devices, interfaces and segmentation ids is not kept"),
  },
  {
    file: GATEWAYS,
    find: "revision !== undefined && revision !== current",
    replace: "revision !== undefined && revision > current",
    killedBy: rule(
      "If-Match with another revision number is 412 RevisionNumberConstraintFailed; the number counts updates and is never shown",
    ),
  },
  {
    file: BINDINGS,
    find: "some((row) => row.vlan === vlan)",
    replace: "some((row) => row.vlan === vlan && row.network === network)",
    killedBy: rule("a segmentation id that is bound on a port already is 409 L2GatewayDuplicateSegmentationID"),
  },
  {
    file: BINDINGS,
    find: 'new Refusal(409, "OVSDBError"',
    replace: 'new Refusal(500, "OVSDBError"',
    killedBy: rule("an agent that cannot be reached is 409 OVSDBError on POST and DELETE, and nothing is changed"),
  },
];
