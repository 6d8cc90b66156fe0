// SPDX-License-Identifier: Apache-2.0
// The configuration of a provider, which comes from the stack configuration `border-gateway:*` or from the arguments of an explicit provider.
import { isDeepStrictEqual } from "node:util";
import { FORMER_NAMES, NAMESPACE } from "../client/config/settingKeys";
import { parsed } from "../client/config/stackSettings";
import { suggestion } from "../client/didYouMean";
import type { Failure, Props } from "../kinds/definition";
import { hasUnknown, UNKNOWN } from "../kinds/unknown";
import { show } from "../kinds/values";

const SETTINGS = ["sites", "defaultSite", "liveValidation", "endpointChangedSites"] as const;
/** Names of older releases, and the key by which Node.js programs choose this plugin. */
const ALSO_ACCEPTED: readonly string[] = [...Object.values(FORMER_NAMES), "usePlugin"];
/** What the engine and the SDKs add. */
const OF_ENGINE = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

/** Configuration that contains credentials, whether the user has marked it or not. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set(["sites"]);

const isOfEngine = (name: string): boolean => name.startsWith("__") || OF_ENGINE.includes(name);

export function checkConfig(given: Props): Failure[] {
  const known: readonly string[] = [...SETTINGS, ...ALSO_ACCEPTED];
  const unknown = Object.keys(given).filter((name) => !known.includes(name) && !isOfEngine(name));
  return [
    ...unknown.map((name) => ({
      path: [name],
      reason: `unknown setting ${JSON.stringify(name)}${suggestion(name, known) || "."} Valid settings: ${SETTINGS.join(", ")}`,
    })),
    ...checkSites(given.sites),
    ...checkFlag(given.liveValidation),
  ];
}

function checkSites(given: unknown): Failure[] {
  if (given === undefined || given === null || given === "" || hasUnknown(given)) return [];
  const sites = typeof given === "string" ? parsed(given) : given;
  if (typeof sites === "object" && sites !== null && !Array.isArray(sites)) return [];
  // The value may hold a password, so that the message does not quote it.
  return [{ path: ["sites"], reason: "sites must be an object of sites by name, or the same as JSON text" }];
}

function checkFlag(given: unknown): Failure[] {
  if (given === undefined || given === null || typeof given === "boolean" || given === UNKNOWN) return [];
  if (given === "true" || given === "false") return [];
  return [{ path: ["liveValidation"], reason: `liveValidation must be true or false; got ${show(given)}` }];
}

/** Names of the settings that differ. The same value as an object and as JSON text is no difference. */
export function changedSettings(last: Props, next: Props): string[] {
  const names = [...new Set([...Object.keys(last), ...Object.keys(next)])].filter((name) => !isOfEngine(name));
  return names.filter((name) => !isDeepStrictEqual(settingOf(last[name]), settingOf(next[name])));
}

const settingOf = (given: unknown): unknown => (typeof given === "string" ? (parsed(given) ?? given) : given);

/** The settings in the form of stack configuration, which is text. */
export function asStackConfig(given: Props): (key: string) => string | undefined {
  return (key) => {
    if (!key.startsWith(NAMESPACE)) return undefined;
    const name = key.slice(NAMESPACE.length);
    const value = given[name];
    if (value === undefined || value === null || value === "") return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}
