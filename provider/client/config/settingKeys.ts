// SPDX-License-Identifier: Apache-2.0

/** Former names of settings by their present names. Both are read in this release. */
export const FORMER_NAMES = { defaultSite: "cloud", liveValidation: "validate", endpointChangedSites: "siteMoved" } as const;

export type SettingName = keyof typeof FORMER_NAMES;

/** What the keys of the stack configuration begin with. */
export const NAMESPACE = "border-gateway:";

/** The key of a setting in the stack configuration. */
export const configKey = <Name extends string>(name: Name): `${typeof NAMESPACE}${Name}` => `${NAMESPACE}${name}`;

/** All keys of the stack configuration that the package reads. */
export const CONFIG_KEYS: readonly string[] = ["sites", ...Object.entries(FORMER_NAMES).flat()].map(configKey);
