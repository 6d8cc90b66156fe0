// SPDX-License-Identifier: Apache-2.0

/** The sources that the rules name. networking-midonet is openstack/networking-midonet at 1dcb2d2 (11.0.0), networking-l2gw is x/networking-l2gw 22.0.0, neutron is openstack/neutron 17.4.1, neutron-lib is openstack/neutron-lib 2.6. */
export const DEVICE_DB = "networking-midonet midonet/neutron/db/gateway_device.py";
export const DEVICE_API = "networking-midonet midonet/neutron/extensions/gateway_device.py";
export const DEVICE_PLUGIN = "networking-midonet midonet/neutron/services/gw_device/plugin.py";
export const BORDER_DB = "networking-midonet midonet/neutron/db/l2gateway_midonet.py";
export const BORDER_VALIDATORS = "networking-midonet midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py";
export const BORDER_DRIVER = "networking-midonet midonet/neutron/services/l2gateway/service_drivers/l2gw_midonet.py";
export const L2GW_DB = "networking-l2gw networking_l2gw/db/l2gateway/l2gateway_db.py";
export const L2GW_MODELS = "networking-l2gw networking_l2gw/db/l2gateway/l2gateway_models.py";
export const L2GW_API = "networking-l2gw networking_l2gw/extensions/l2gateway.py";
export const CONNECTION_API = "networking-l2gw networking_l2gw/extensions/l2gatewayconnection.py";
export const L2GW_VALIDATORS = "networking-l2gw networking_l2gw/services/l2gateway/common/l2gw_validators.py";
export const L2GW_DRIVER = "networking-l2gw networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py";
export const L2GW_ERRORS = "networking-l2gw networking_l2gw/services/l2gateway/exceptions.py";
export const NEUTRON_BASE = "neutron neutron/api/v2/base.py";
export const NEUTRON_COMMON = "neutron neutron/api/api_common.py";
export const NEUTRON_POLICY = "neutron neutron/policy.py";
export const LIB_ATTRIBUTES = "neutron-lib neutron_lib/api/attributes.py";
export const LIB_VALIDATORS = "neutron-lib neutron_lib/api/validators/__init__.py";
export const LIB_QUERY = "neutron-lib neutron_lib/db/model_query.py";
