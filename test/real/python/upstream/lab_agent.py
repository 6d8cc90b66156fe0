# SPDX-License-Identifier: Apache-2.0
"""networking-l2gw's own RPC driver, with an agent inside the process.

The driver calls the agent, and the agent's answer comes back through the database: logical switches and VLAN bindings.
This one writes them at once. It has switches sw1..sw8 with ports p1..p16, and fails as long as the file `agent-fail` is in the
configuration's directory.
"""
import os
import uuid

from neutron_lib import context as neutron_context
from neutron_lib.db import api as database
from networking_l2gw.db.l2gateway.ovsdb import models
from networking_l2gw.services.l2gateway import exceptions
from networking_l2gw.services.l2gateway.service_drivers import rpc_l2gw

OVSDB = "lab"
SWITCHES = ["sw%d" % number for number in range(1, 9)]
PORTS = ["p%d" % number for number in range(1, 17)]


def named(name):
    """The same id for a name at each start."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "lab:" + name))


def report_switches():
    context = neutron_context.get_admin_context()
    with database.CONTEXT_WRITER.using(context):
        if context.session.query(models.PhysicalSwitches).count():
            return
        for number, switch in enumerate(SWITCHES, 1):
            context.session.add(models.PhysicalSwitches(
                uuid=named(switch), name=switch, tunnel_ip="192.0.2.%d" % number, ovsdb_identifier=OVSDB, switch_fault_status="UP"))
            for port in PORTS:
                context.session.add(models.PhysicalPorts(
                    uuid=named(switch + port), name=port, physical_switch_id=named(switch), ovsdb_identifier=OVSDB, port_fault_status="UP"))


class Agent:
    """What the driver calls; calls about MAC addresses are accepted and do nothing."""

    def __getattr__(self, name):
        return lambda *args, **kwargs: None

    def update_connection_to_gateway(self, context, ovsdb_identifier, ls_dict, locator_list, mac_dict, port_dict, op_method):
        if os.path.exists(os.path.join(os.environ["OS_NEUTRON_CONFIG_DIR"], "agent-fail")):
            raise exceptions.OVSDBError(message="Communication error with the L2 gateway agent")
        wanted = [(port["uuid"], binding) for port in port_dict for binding in port["vlan_bindings"]]
        self._report(ls_dict, wanted, op_method == "CREATE")

    # A real agent reports from a process of its own: that two reports at once lock each other out is nothing that the request learns of.
    @database.retry_db_errors
    def _report(self, ls_dict, wanted, bound):
        context = neutron_context.get_admin_context()
        with database.CONTEXT_WRITER.using(context):
            session = context.session
            if bound:
                switch = self._switch(session, ls_dict)
                for port, binding in wanted:
                    session.merge(models.VlanBindings(
                        port_uuid=port, vlan=binding["vlan"], logical_switch_uuid=switch.uuid, ovsdb_identifier=OVSDB))
            else:
                for port, binding in wanted:
                    self._unbind(session, port, binding["vlan"], binding["logical_switch_uuid"])

    @staticmethod
    def _switch(session, wanted):
        switch = session.query(models.LogicalSwitches).filter_by(name=wanted["name"]).first()
        if switch is None:
            switch = models.LogicalSwitches(uuid=str(uuid.uuid4()), name=wanted["name"], key=wanted.get("key"), ovsdb_identifier=OVSDB)
            session.add(switch)
            session.flush()
        return switch

    @staticmethod
    def _unbind(session, port, vlan, switch):
        bindings = session.query(models.VlanBindings)
        bindings.filter_by(port_uuid=port, vlan=vlan, logical_switch_uuid=switch).delete()
        if bindings.filter_by(logical_switch_uuid=switch).count() == 0:
            session.query(models.LogicalSwitches).filter_by(uuid=switch).delete()


class LabDriver(rpc_l2gw.L2gwRpcDriver):
    def create_rpc_conn(self):
        report_switches()
        self.agent_rpc = Agent()
