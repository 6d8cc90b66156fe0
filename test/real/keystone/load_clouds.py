# SPDX-License-Identifier: Apache-2.0
"""What openstacksdk makes of clouds.yaml and its companions: load_clouds.py < surroundings > answers, both a JSON list."""
import importlib
import json
import logging
import os
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def answer(cwd, home, env, cloud=None):
    for name in list(os.environ):
        if name.startswith(("OS_", "XDG_")):
            del os.environ[name]
    os.environ.update(env, HOME=home)
    os.chdir(cwd)
    from openstack.config import loader

    # The search path is computed when the module is loaded.
    loader = importlib.reload(loader)
    try:
        config = loader.OpenStackConfig()
        # As the `openstack` command passes on what the environment says.
        region = {"region_name": os.environ["OS_REGION_NAME"]} if "OS_REGION_NAME" in os.environ else {}
        one = config.get_one(cloud, **region)
        verify, cert = one.get_requests_verify_args()
        return {
            "names": config.get_cloud_names(),
            "name": one.name,
            "auth_type": one.config["auth_type"],
            "auth": one.config["auth"],
            "region": one.get_region_name("network"),
            "interface": one.get_interface("network"),
            "endpoint": one.get_endpoint("network"),
            "service_type": one.get_service_type("network"),
            "service_name": one.get_service_name("network"),
            "api_timeout": one.config.get("api_timeout"),
            "verify": verify is not False,
            "cacert": verify if isinstance(verify, str) else None,
            "cert": cert[0] if isinstance(cert, tuple) else cert,
            "key": cert[1] if isinstance(cert, tuple) else None,
        }
    except Exception as error:
        return {"error": str(error)}


print(json.dumps([answer(**one) for one in json.load(sys.stdin)], default=str))
