# SPDX-License-Identifier: Apache-2.0
"""Two paste filters that stand where Keystone's middleware stands: ROLE or ROLE:PROJECT is a token, of role admin, member or reader.

A request without a token is what it is to a Neutron without Keystone: admin, of no project.
"""
import json

from neutron.auth import NeutronKeystoneContext

DEFAULT_PROJECT = "a" * 32
IMPLIED = {"admin": "admin,manager,member,reader", "member": "member,reader", "reader": "reader"}
REFUSAL = {"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}


def _refuse(start_response):
    body = json.dumps(REFUSAL).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))),
               ("WWW-Authenticate", 'Keystone uri="http://127.0.0.1:5000"')]
    start_response("401 Unauthorized", headers)
    return [body]


def tokens(global_conf, **local_conf):
    """Turns a token into the headers that keystonemiddleware would set."""
    def around(app):
        def call(environ, start_response):
            token = environ.get("HTTP_X_AUTH_TOKEN")
            if token is None:
                return app(environ, start_response)
            role, _, project = token.partition(":")
            if role not in IMPLIED:
                return _refuse(start_response)
            project = project or DEFAULT_PROJECT
            identity = {"IDENTITY_STATUS": "Confirmed", "USER_ID": "user-" + role, "USER_NAME": role,
                        "PROJECT_ID": project, "TENANT_ID": project, "PROJECT_NAME": project, "ROLES": IMPLIED[role],
                        "PROJECT_DOMAIN_ID": "default", "USER_DOMAIN_ID": "default"}
            environ.update({"HTTP_X_" + name: value for name, value in identity.items()})
            return app(environ, start_response)
        return call
    return around


def context(global_conf, **local_conf):
    """Neutron's own reading of those headers, where there are any."""
    def around(app):
        with_context = NeutronKeystoneContext(app)

        def call(environ, start_response):
            known = "HTTP_X_USER_ID" in environ
            return (with_context if known else app)(environ, start_response)
        return call
    return around
