// SPDX-License-Identifier: Apache-2.0
import { crashed, type Refusal, type Rule, refusals, refused } from "../rule";
import { DEVICES, type Site } from "../site";
import { DEVICE_API, DEVICE_DB, LIB_ATTRIBUTES, LIB_VALIDATORS, NEUTRON_BASE } from "../sources";

const on = "networking-midonet" as const;

const post = (site: Site, values: object) => site.post(DEVICES, { gateway_device: values });

/** A refusal of hardware with these fields on top. */
const hardware = (when: string, more: object, source: string, status: number, type: string, message: string): Refusal => ({
  when: `a device with ${when}`,
  source,
  send: (site) => post(site, site.hardware(more)),
  status,
  type,
  message,
});

const invalid = (field: string, shown: string, value: unknown, reason: string, source: string): Refusal =>
  hardware(`${field} ${shown}`, { [field]: value }, source, 400, "HTTPBadRequest", `Invalid input for ${field}. Reason: ${reason}.`);

const incomplete = "Gateway device hw_vtep must be specified with management_port and management_ip";
const tunnels = "Unable to complete operation for Gateway Device.";

const simple = refusals(on, [
  hardware("no management_ip", { management_ip: null }, `${DEVICE_DB}:330`, 400, "HwVtepTypeInvalid", incomplete),
  hardware("no management_port", { management_port: null }, `${DEVICE_DB}:330`, 400, "HwVtepTypeInvalid", incomplete),
  hardware("management_port 0", { management_port: 0 }, `${DEVICE_DB}:330`, 400, "HwVtepTypeInvalid", incomplete),
  invalid("management_port", "65536", 65536, "'65536' is too large - must be no larger than '65535'", `${LIB_VALIDATORS}:309`),
  invalid("management_port", "-1", -1, "'-1' is too small - must be at least '0'", `${LIB_VALIDATORS}:309`),
  invalid("management_port", '"abc"', "abc", "'abc' is not an integer", `${LIB_VALIDATORS}:309`),
  invalid("management_port", "[1]", [1], "'[1]' is not an integer", `${LIB_VALIDATORS}:309`),
  invalid("management_ip", "300.1.1.1", "300.1.1.1", "'300.1.1.1' is not a valid IP address", `${LIB_VALIDATORS}:617`),
  invalid("management_ip", "with a prefix length", "192.0.2.1/24", "'192.0.2.1/24' is not a valid IP address", `${LIB_VALIDATORS}:617`),
  invalid("management_ip", "5", 5, "'5' is not a valid IP address", `${LIB_VALIDATORS}:617`),
  hardware(
    "no tunnel_ips",
    { tunnel_ips: undefined },
    `${DEVICE_DB}:381`,
    400,
    "TunnelIPsRequired",
    `${tunnels} The tunnel ips are required for hw_vtep type.`,
  ),
  hardware(
    "empty tunnel_ips",
    { tunnel_ips: [] },
    `${DEVICE_DB}:381`,
    400,
    "TunnelIPsRequired",
    `${tunnels} The tunnel ips are required for hw_vtep type.`,
  ),
  hardware(
    "null tunnel_ips",
    { tunnel_ips: null },
    `${DEVICE_DB}:381`,
    400,
    "TunnelIPsRequired",
    `${tunnels} The tunnel ips are required for hw_vtep type.`,
  ),
  hardware(
    "two tunnel_ips",
    { tunnel_ips: ["10.0.0.1", "10.0.0.2"] },
    `${DEVICE_DB}:379`,
    400,
    "TunnelIPsExhausted",
    `${tunnels} The number of tunnel ips exceeds the maximum 1.`,
  ),
  hardware(
    "tunnel_ips as text of several characters",
    { tunnel_ips: "10.0.0.1" },
    `${DEVICE_DB}:379`,
    400,
    "TunnelIPsExhausted",
    `${tunnels} The number of tunnel ips exceeds the maximum 1.`,
  ),
  invalid("type", '"x"', "x", "x is not in valid_values", `${LIB_VALIDATORS}:133`),
  invalid("type", "null", null, "None is not in valid_values", `${LIB_VALIDATORS}:133`),
  invalid("type", "HW_VTEP", "HW_VTEP", "HW_VTEP is not in valid_values", `${LIB_VALIDATORS}:133`),
  invalid("name", "null", null, "'None' is not a valid string", `${LIB_VALIDATORS}:221`),
  invalid("name", "5", 5, "'5' is not a valid string", `${LIB_VALIDATORS}:221`),
  invalid("name", "of 256 characters", "n".repeat(256), `'${"n".repeat(256)}' exceeds maximum length of 255`, `${LIB_VALIDATORS}:221`),
  invalid("tenant_id", "null", null, "'None' is not a valid string", `${DEVICE_API}:153`),
  invalid("resource_id", "5", 5, "'5' is not a valid string", `${DEVICE_API}:168`),
  hardware("an unknown field", { foo: 1 }, `${LIB_ATTRIBUTES}:284`, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'foo'"),
  hardware(
    "a description",
    { description: "d" },
    `${LIB_ATTRIBUTES}:284`,
    400,
    "HTTPBadRequest",
    "Unrecognized attribute(s) 'description'",
  ),
  hardware("tags", { tags: [] }, `${LIB_ATTRIBUTES}:284`, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'tags'"),
  hardware("an id", { id: "x" }, `${LIB_ATTRIBUTES}:206`, 400, "HTTPBadRequest", "Attribute 'id' not allowed in POST"),
  hardware(
    "remote_mac_entries",
    { remote_mac_entries: [] },
    `${LIB_ATTRIBUTES}:206`,
    400,
    "HTTPBadRequest",
    "Attribute 'remote_mac_entries' not allowed in POST",
  ),
  hardware(
    "two projects",
    { tenant_id: "p", project_id: "q" },
    `${LIB_ATTRIBUTES}:56`,
    400,
    "HTTPBadRequest",
    "'project_id' and 'tenant_id' do not match",
  ),
  {
    when: "a router_vtep device without resource_id",
    source: `${DEVICE_DB}:353`,
    send: (site) => post(site, { type: "router_vtep", tunnel_ips: [site.address()] }),
    status: 400,
    type: "RouterVtepTypeInvalid",
    message: "Gateway device router_vtep must be specified with resource_id",
  },
  {
    when: "a network_vlan device without resource_id",
    source: `${DEVICE_DB}:373`,
    send: (site) => post(site, { type: "network_vlan" }),
    status: 400,
    type: "NetworkVlanTypeInvalid",
    message: "Gateway device network_vlan must be specified with resource_id",
  },
  {
    when: "a router_vtep device without tunnel_ips",
    source: `${DEVICE_DB}:381`,
    send: async (site) => post(site, { type: "router_vtep", resource_id: await site.router() }),
    status: 400,
    type: "TunnelIPsRequired",
    message: `${tunnels} The tunnel ips are required for router_vtep type.`,
  },
  {
    when: "a resource_id that is not a UUID",
    source: `${DEVICE_DB}:344`,
    send: (site) => post(site, { type: "router_vtep", resource_id: "zzz", tunnel_ips: [site.address()] }),
    status: 404,
    type: "ResourceNotFound",
    message: "specified resource zzz does not exist",
  },
  {
    when: "many devices in one POST",
    source: `${NEUTRON_BASE}:723`,
    send: (site) => site.post(DEVICES, { gateway_devices: [site.hardware()] }),
    status: 400,
    type: "HTTPBadRequest",
    message: "Bulk operation not supported",
  },
]);

/** What a POST of a gateway device is refused for. */
export const deviceRefusals: Rule[] = [
  ...simple,
  {
    name: "a network in place of a router, or a router in place of a network, is 404 ResourceNotFound",
    source: `${DEVICE_DB}:344`,
    on,
    async holds(t, site) {
      const [network, router] = [await site.network(), await site.router()];
      const wrong = (id: string) => `specified resource ${id} does not exist`;
      refused(
        t,
        await post(site, { type: "router_vtep", resource_id: network, tunnel_ips: [site.address()] }),
        404,
        "ResourceNotFound",
        wrong(network),
      );
      refused(t, await post(site, { type: "network_vlan", resource_id: router }), 404, "ResourceNotFound", wrong(router));
    },
  },
  {
    name: "a management address that is taken is 409 GatewayDeviceParamDuplicate, before anything about tunnel addresses",
    source: `${DEVICE_DB}:333`,
    on,
    async holds(t, site) {
      const { management_ip } = await site.device();
      const again = await post(site, site.hardware({ management_ip, tunnel_ips: [] }));
      refused(t, again, 409, "GatewayDeviceParamDuplicate", `management_ip ${management_ip} is already used`);
    },
  },
  {
    name: "a router or network that has a device already is 409 DeviceInUseByGatewayDevice",
    source: `${DEVICE_DB}:348`,
    on,
    async holds(t, site) {
      const [router, network] = [(await site.routerDevice()).resource_id, (await site.vlanDevice()).resource_id];
      const taken = (id: string, kind: string) => `device ${id} (${kind}) is in use by gateway device`;
      const type = "DeviceInUseByGatewayDevice";
      refused(
        t,
        await post(site, { type: "router_vtep", resource_id: router, tunnel_ips: [site.address()] }),
        409,
        type,
        taken(router, "router"),
      );
      refused(t, await post(site, { type: "network_vlan", resource_id: network }), 409, type, taken(network, "network"));
    },
  },
  {
    name: "a tunnel address that is taken is 500 after minutes, and nothing is made",
    source: `${DEVICE_DB}:133`,
    on,
    slow: true,
    async holds(t, site) {
      const { tunnel_ips } = await site.device();
      const name = site.name("second");
      crashed(t, await post(site, site.hardware({ name, tunnel_ips })));
      t.deepEqual((await site.get(`${DEVICES}?name=${name}`)).data.gateway_devices, []);
    },
  },
  {
    name: "the tunnel address of a network_vlan device is in use, although it is never returned",
    source: `${DEVICE_DB}:417`,
    on,
    slow: true,
    async holds(t, site) {
      const tunnel_ips = [site.address()];
      await site.vlanDevice({ tunnel_ips });
      crashed(t, await post(site, site.hardware({ tunnel_ips })));
    },
  },
  {
    name: "a network_vlan device with two tunnel_ips is 500 after minutes",
    source: `${DEVICE_DB}:128`,
    on,
    slow: true,
    async holds(t, site) {
      crashed(
        t,
        await post(site, { type: "network_vlan", resource_id: await site.network(), tunnel_ips: [site.address(), site.address()] }),
      );
    },
  },
];
