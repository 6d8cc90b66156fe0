// SPDX-License-Identifier: Apache-2.0
import { isObject, type Json, type JsonObject } from "../json";
import { conflict, crash, notFound, Refusal } from "../neutron/errors";
import { int, truthy } from "../neutron/python";
import type { Row } from "../table";
import type { Scope } from "./collection";
import { portId, switchId } from "./switches";

/*
 * What the RPC driver of networking-l2gw (networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py) has its agent do:
 * VLANs bound on the ports of physical switches. The API shows none of it, but refuses by it.
 */

interface Binding {
  readonly port: string;
  readonly name: string;
  readonly vlan: number;
  readonly network: string;
}

const idOf = ({ port, vlan, network }: Binding): string => `${port} ${vlan} ${network}`;

/** Binds a new connection's VLAN on every port of a device. @throws Refusal if the VLAN is already bound, the network is not a VXLAN, or the agent does not respond */
export function bind(scope: Scope, device: JsonObject, network: string, segment: Json): void {
  const wanted = bindingsOf(device, network, segment);
  for (const { port, vlan, name } of wanted)
    if (scope.state.vlanBindings.find("port", port).some((row) => row.vlan === vlan))
      throw conflict("L2GatewayDuplicateSegmentationID", `Duplicate segmentation ID for the interface name=${name} uuid=${port}`);
  refuseOtherThanVxlan(scope, network);
  put(scope, wanted);
}

/** `_get_logical_switch_dict`: exactly one VXLAN segment. */
function refuseOtherThanVxlan({ state }: Scope, network: string): void {
  const row = state.networks.get(network);
  const segments = Array.isArray(row?.segments) ? row.segments.filter(isObject) : [{ ...row }];
  const vxlan = segments.filter((segment) => segment["provider:network_type"] === "vxlan");
  if (vxlan.length > 1) throw conflict("MultipleVxlanSegmentsFound", `Multiple Vxlan segments found for the network '${network}'`);
  if (vxlan.length === 0) throw notFound("VxlanSegmentationIDNotFound", `vxlan segmentation id not found for the network '${network}'`);
}

/** Takes a connection's VLAN off the ports of a device. @throws Refusal 500 where the network is bound nowhere, 409 where the agent is silent */
export function unbind(scope: Scope, device: JsonObject, connection: Row): void {
  const network = String(connection.network_id);
  if (!hasSwitch(scope, network)) throw crash();
  take(scope, bindingsOf(device, network, segmentOf(connection)));
}

/** The ports of a gateway as its update finds them. @throws Refusal 500 where a switch or port is not known and any connection exists */
export function bindingsBefore({ state }: Scope, devices: JsonObject[]): Binding[] {
  return state.connections
    .all()
    .flatMap((connection) => devices.flatMap((device) => bindingsOf(device, String(connection.network_id), segmentOf(connection))));
}

/**
 * What the driver does after an update: it goes through the connections of all gateways, and device by device, so that VLANs of other gateways'
 * networks are bound on new ports, and a gateway of two devices loses the VLANs of both.
 * @throws Refusal 500 where a connection's network is bound nowhere, 409 where the agent is silent; the update itself is done by then
 */
export function rebind(scope: Scope, before: Binding[], devices: JsonObject[]): void {
  for (const connection of scope.state.connections.all()) {
    const network = String(connection.network_id);
    for (const device of devices) {
      if (!hasSwitch(scope, network)) throw crash();
      const now = bindingsOf(device, network, segmentOf(connection));
      const old = before.filter((binding) => binding.network === network);
      const without = (left: Binding[], right: Binding[]) => left.filter((item) => !right.some((other) => idOf(other) === idOf(item)));
      const added = without(now, old);
      const removed = without(old, now);
      if (added.length > 0) put(scope, added);
      if (removed.length > 0) take(scope, removed);
    }
  }
}

function put(scope: Scope, bindings: Binding[]): void {
  refuseSilentAgent(scope);
  for (const binding of bindings) scope.state.vlanBindings.put({ ...binding, id: idOf(binding) });
}

function take(scope: Scope, bindings: Binding[]): void {
  refuseSilentAgent(scope);
  for (const binding of bindings) scope.state.vlanBindings.delete(idOf(binding));
}

/** A logical switch is there as long as any VLAN of its network is bound. */
const hasSwitch = ({ state }: Scope, network: string): boolean => state.vlanBindings.has("network", network);

const segmentOf = ({ segmentation_id }: Row): Json => segmentation_id ?? 0;

/** One VLAN for each interface row of a device: the connection's, else the interface's own, 0 where it has none. */
function bindingsOf({ device_name, interfaces }: JsonObject, network: string, segment: Json): Binding[] {
  return (interfaces as JsonObject[]).flatMap(({ name, segmentation_id }) => {
    const port = switchId(String(device_name)) && portId(String(device_name), String(name));
    if (port === undefined) throw crash();
    const own = segmentation_id as Json[];
    const ids = truthy(segment) ? [segment] : own.length === 0 ? [0] : own;
    return ids.map((id) => ({ port, vlan: int(id) ?? 0, name: String(name), network }));
  });
}

function refuseSilentAgent({ agent }: Scope): void {
  if (agent.fails) throw new Refusal(409, "OVSDBError", "Communication error with the L2 gateway agent");
}
