// SPDX-License-Identifier: Apache-2.0
// Messages of create, update and delete, when the site changed after the preview.
import type { ExecutionContext } from "ava";
import { MAC } from "../helpers/samples";
import { withSites } from "../helpers/sites";
import type { Mistake, Section } from "./page";

const device = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["203.0.113.1"] };

/** The message of a call that has to fail. */
async function messageOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  throw new Error("the call succeeded");
}

/** A section for the messages of the verbs that write. */
export async function verbSection(t: ExecutionContext): Promise<Section> {
  const { site, life } = await withSites(t);
  const mistakes: Mistake[] = [];
  const fails = async (did: string, call: () => Promise<unknown>) => void mistakes.push({ did, messages: [await messageOf(call)] });
  const edge = life("gatewayDevice");
  await edge.up(device);
  const gatewayDeviceId = edge.state?.id ?? "";
  const entry = life("remoteMacEntry");
  await entry.up({ gatewayDeviceId, ...MAC });
  await fails("created a remote MAC entry that exists already", () => life("remoteMacEntry").up({ gatewayDeviceId, ...MAC }));
  await fails("created a remote MAC entry whose MAC address has another entry", () =>
    life("remoteMacEntry").up({ gatewayDeviceId, ...MAC, vtepAddress: "198.51.100.9" }),
  );
  await entry.destroy();
  const gateway = life("l2Gateway");
  await gateway.up({ name: "blue", devices: [{ deviceId: gatewayDeviceId, segmentationId: 100 }] });
  await fails("deleted a gateway device that a gateway still uses", () => edge.destroy());
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: gateway.state?.id, networkId: site.addNetwork() });
  await fails("deleted a gateway that still has a connection", () => gateway.destroy());
  await connection.destroy();
  await gateway.destroy();
  site.remove("gateway_devices", gatewayDeviceId);
  await fails("updated a gateway device that was deleted by hand", () => edge.up({ ...device, name: "west" }));
  site.fault({ match: { method: "POST", times: Number.POSITIVE_INFINITY }, action: { status: 403, body: "Forbidden" } });
  await fails("created a gateway device without permission", () => life("gatewayDevice").up(device));
  return { title: "Create, update and delete", mistakes };
}
