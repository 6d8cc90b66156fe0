# SPDX-License-Identifier: Apache-2.0
"""Serves Keystone's WSGI application: serve.py CONFIGURATION PORT"""
import sys

configuration, port = sys.argv[1:3]
# Keystone reads the command line too.
sys.argv = sys.argv[:1]

from keystone.server.flask import core  # noqa: E402
from waitress import serve  # noqa: E402

serve(core.initialize_application(name="public", config_files=[configuration]), host="127.0.0.1", port=int(port), threads=1)
