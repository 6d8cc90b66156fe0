# SPDX-License-Identifier: Apache-2.0
"""Serves Keystone's WSGI application: serve.py CONFIGURATION PORT"""
import sys

configuration, port = sys.argv[1:3]
# Keystone reads the command line too.
sys.argv = sys.argv[:1]

from keystone.server.flask import core  # noqa: E402
from waitress import serve  # noqa: E402


def openid_connect(application):
    """Stands in for mod_auth_openidc of Apache: takes one access token, and tells Keystone whose it is."""

    def wrapped(environ, start_response):
        path = environ["PATH_INFO"]
        if "/OS-FEDERATION/" in path and path.endswith("/auth"):
            if environ.get("HTTP_AUTHORIZATION") != "Bearer access-of-alice":
                start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
                return [b""]
            environ.update(HTTP_OIDC_ISS="https://idp.test", HTTP_OIDC_SUB="alice")
        return application(environ, start_response)

    return wrapped


application = core.initialize_application(name="public", config_files=[configuration])
serve(openid_connect(application), host="127.0.0.1", port=int(port), threads=1)
