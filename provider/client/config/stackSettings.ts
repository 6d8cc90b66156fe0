// SPDX-License-Identifier: Apache-2.0
// The settings in the stack configuration, except the sites themselves.
import { z } from "zod";
import { BorderGatewayError } from "../errors";
import type { Settings } from "../settings";
import { configKey, FORMER_NAMES, type SettingName } from "./settingKeys";

type StackConfig = Settings["stackConfig"];

/** The site of resources without `site`. @throws BorderGatewayError */
export const defaultSite = (stackConfig: StackConfig): string | undefined => read(stackConfig, "defaultSite").value;

/** Whether previews validate against the contents of the sites. @throws BorderGatewayError */
export function liveValidation(stackConfig: StackConfig): boolean {
  const { key, value, isFormer } = read(stackConfig, "liveValidation");
  const [on, off] = isFormer ? ["live", "offline"] : ["true", "false"];
  if (value === undefined || value === on) return true;
  if (value === off) return false;
  throw new BorderGatewayError(`stack configuration ${key} must be ${on} (the default) or ${off}; got ${JSON.stringify(value)}`);
}

/** Names of sites whose endpoint changed although their Neutron is the same. @throws BorderGatewayError */
export function endpointChangedSites(stackConfig: StackConfig): readonly string[] {
  const { key, value } = read(stackConfig, "endpointChangedSites");
  if (value === undefined) return [];
  const listed = z.array(z.string()).safeParse(parsed(value));
  if (listed.success) return listed.data;
  if (!value.startsWith("[") && !value.startsWith("{")) return [value];
  throw new BorderGatewayError(
    `stack configuration ${key} must be a list of site names. Set it with: pulumi config set --path '${key}[0]' NAME`,
  );
}

function read(stackConfig: StackConfig, name: SettingName): { key: string; value: string | undefined; isFormer: boolean } {
  const [key, formerKey] = [configKey(name), configKey(FORMER_NAMES[name])];
  const [value, formerValue] = [stackConfig(key) || undefined, stackConfig(formerKey) || undefined];
  if (value !== undefined && formerValue !== undefined)
    throw new BorderGatewayError(
      `the stack configuration sets both ${key} and its former name ${formerKey}. Remove the former one: pulumi config rm ${formerKey}`,
    );
  return value === undefined && formerValue !== undefined
    ? { key: formerKey, value: formerValue, isFormer: true }
    : { key, value, isFormer: false };
}

/** The JSON value of a setting; `undefined` if the text is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
