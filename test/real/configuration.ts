// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import { PYTHON, type Recipe } from "./servers";

interface Place {
  readonly recipe: Recipe;
  readonly port: number;
  readonly directory: string;
  /** URL of the database. */
  readonly database: string;
}

type Sections = Record<string, Record<string, string | number | boolean>>;

/** The neutron.conf of a site: no Keystone, no message bus, no agents, no quotas, one process. */
export function configuration({ recipe, port, directory, database }: Place): string {
  const common: Sections = {
    DEFAULT: {
      bind_host: "127.0.0.1",
      bind_port: port,
      auth_strategy: "noauth",
      core_plugin: "ml2",
      transport_url: "fake://",
      api_paste_config: join(PYTHON, "paste.ini"),
      state_path: join(directory, "state"),
      log_file: join(directory, "neutron.log"),
      use_stderr: false,
      rpc_workers: 0,
      rpc_state_report_workers: 0,
      notify_nova_on_port_status_changes: false,
      notify_nova_on_port_data_changes: false,
      dhcp_agent_notification: false,
    },
    database: { connection: database, sqlite_synchronous: false },
    oslo_concurrency: { lock_path: join(directory, "lock") },
    oslo_messaging_notifications: { driver: "noop" },
    quotas: Object.fromEntries(["default_quota", "quota_network", "quota_router", "quota_subnet", "quota_port"].map((name) => [name, -1])),
    ml2_type_vlan: { network_vlan_ranges: "physnet1:1:4000" },
    ml2_type_vxlan: { vni_ranges: "1:10000" },
  };
  return text(recipe.folder === "midonet" ? merge(common, midonet) : merge(common, upstream));
}

const midonet: Sections = {
  DEFAULT: { service_plugins: "midonet_l3,midonet_gwdevice,midonet_l2gw", api_workers: 0, allow_overlapping_ips: true },
  ml2: { type_drivers: "local,flat,vlan,vxlan,midonet,uplink", tenant_network_types: "midonet", mechanism_drivers: "midonet" },
  MIDONET: { client: "lab_midonet.SilentClient" },
  service_providers: {
    service_provider: "L2GW:Midonet:midonet.neutron.services.l2gateway.service_drivers.l2gw_midonet.MidonetL2gwDriver:default",
  },
};

const upstream: Sections = {
  DEFAULT: { service_plugins: "router,l2gw" },
  ml2: { type_drivers: "local,flat,vlan,vxlan", tenant_network_types: "vxlan", mechanism_drivers: "" },
  service_providers: { service_provider: "L2GW:l2gw:lab_agent.LabDriver:default" },
};

function merge(first: Sections, second: Sections): Sections {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, { ...first[name], ...second[name] }]));
}

const text = (sections: Sections): string =>
  Object.entries(sections)
    .map(
      ([name, values]) =>
        `[${name}]\n${Object.entries(values)
          .map(([key, value]) => `${key} = ${value}\n`)
          .join("")}`,
    )
    .join("\n");
