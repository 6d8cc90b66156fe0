# SPDX-License-Identifier: Apache-2.0
"""A MidoNet client that reaches no MidoNet. Everything that the API shows is Neutron's and the plugin's own."""
from midonet.neutron.client import base


class SilentClient(base.MidonetClientBase):
    # The loader hands over the configuration, which the base class does not take.
    def __init__(self, configuration):
        super().__init__()
