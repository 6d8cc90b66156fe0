// SPDX-License-Identifier: Apache-2.0
import type { Layer } from "./entry";

/** Variables that choose a cloud or tell where files are. Alone they make no cloud. openstacksdk@94758e92b openstack/config/loader.py, _get_os_environ. */
const selectors = new Set(["OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME"]);
const foreign = /^OS_(TEST|STD|LOG)/;

/** What the OS_* variables say of the cloud that they are about. */
export function environmentLayer(env: NodeJS.ProcessEnv): Layer {
  const names = variables(env).filter((name) => name === "OS_REGION_NAME" || !selectors.has(name));
  return { source: "OS_* variables", values: Object.fromEntries(names.map((name) => [name.slice(3).toLowerCase(), env[name]])) };
}

/** True where the OS_* variables are a cloud of their own. */
export function environmentIsCloud(env: NodeJS.ProcessEnv): boolean {
  return variables(env).some((name) => !selectors.has(name));
}

/** The name by which the cloud of the OS_* variables goes. */
export function environmentName(env: NodeJS.ProcessEnv): string {
  return env.OS_CLOUD_NAME || "envvars";
}

function variables(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).filter((name) => name.startsWith("OS_") && !foreign.test(name) && env[name] !== "");
}
