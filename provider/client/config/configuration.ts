// SPDX-License-Identifier: Apache-2.0
import { abbreviated, didYouMean, suggestion } from "../didYouMean";
import { SiteError } from "../errors";
import type { Settings } from "../settings";
import { hiddenFile, missingFile, searchedPlaces, searchPath } from "./cloudFiles";
import { Entry, type Layer } from "./entry";
import { environmentIsCloud, environmentLayer, environmentName } from "./environment";
import { openstackConfig, openstackConfigName } from "./openstackConfig";
import { inlineKey, Places, type Values } from "./places";
import { regionLayer } from "./regions";
import type { SiteConfig } from "./siteConfig";
import { defaultSite } from "./stackSettings";
import { validate } from "./validate";

/** All that is known of sites before any of them is asked: stack configuration, clouds.yaml and its companions, OS_* variables. */
export class Configuration {
  readonly #places: Places;

  constructor(private readonly settings: Settings) {
    this.#places = new Places(settings);
  }

  /** Names of all sites, those of stack configuration first. @throws SiteError */
  names(): string[] {
    const { env } = this.settings;
    const fallback = openstackConfig(this.settings) === undefined ? [] : [openstackConfigName];
    const fromEnvironment = environmentIsCloud(env) ? [environmentName(env)] : [];
    return [...new Set([...this.#places.inlineNames(), ...fallback, ...this.#places.cloudNames(), ...fromEnvironment])];
  }

  /**
   * The name of the site that a resource means: the one it names, else `border-gateway:defaultSite`, `openstack:` configuration where there are no sites of
   * ours, `OS_CLOUD`, the OS_* variables, or the only entry there is.
   * @throws SiteError where there is no such site, or none can be told
   */
  resolveName(name?: string): string {
    const { env, stackConfig } = this.settings;
    const sites = this.#places.inlineNames();
    const chosen = name ?? defaultSite(stackConfig);
    if (chosen !== undefined) return this.#known(chosen);
    if (sites.length === 0 && openstackConfig(this.settings) !== undefined) return openstackConfigName;
    if (env.OS_CLOUD) return this.#known(env.OS_CLOUD);
    if (environmentIsCloud(env)) return environmentName(env);
    const names = sites.length > 0 ? sites : this.names();
    const [only] = names;
    if (only !== undefined && names.length === 1) return only;
    throw new SiteError(
      "",
      only === undefined
        ? this.#nothing()
        : `no site is named and there are several: set the property site or border-gateway:defaultSite to one of ${names.join(", ")}`,
    );
  }

  /** @throws SiteError */
  site(name: string): SiteConfig {
    const { layers, entry } = this.entry(name);
    return validate(name, layers.at(-1)?.source ?? "", entry);
  }

  /** Everything that is said of one site, and where. @throws SiteError */
  entry(name: string): { readonly layers: readonly Layer[]; readonly entry: Entry } {
    const layers = this.#layers(this.#known(name));
    const entry = new Entry(layers);
    const region = regionLayer(name, entry);
    // The region's own values come last, whatever the order of the places. openstacksdk@94758e92b openstack/config/loader.py, get_one.
    return { layers, entry: region === undefined ? entry : new Entry([...layers, region]) };
  }

  /** What else is said of a site, in sentences, in places that do not count. @throws SiteError */
  overlooked(name: string): string[] {
    const file = this.#places.file("clouds");
    if (file === undefined || !file.has(name)) return [];
    if (this.#places.inlineNames().includes(name))
      return [`${file.path} has a cloud "${name}" too, which does not count: ${inlineKey} comes first`];
    const hidden = hiddenFile(name, this.settings, file.cloud(name));
    return hidden === undefined
      ? []
      : [`${hidden} says something else of "${name}", which does not count: only the first file found is read, ${file.path}`];
  }

  /** Where clouds.yaml is looked for, in order: folders, and the file that OS_CLIENT_CONFIG_FILE names. */
  searched(): string[] {
    return searchedPlaces(this.settings);
  }

  #known(name: string): string {
    // A file that is broken is no matter to a site that does not stand in it.
    if (this.#places.inlineNames().includes(name)) return name;
    const names = this.names();
    if (names.includes(name) || names.includes(splitRegion(name)?.cloud ?? "")) return name;
    const near = suggestion(name, names);
    const known = names.length === 0 ? "No site is configured" : `Configured sites: ${abbreviated(names, near === "" ? 20 : 5)}`;
    const looked = `looked in ${inlineKey} of the stack's configuration and in ${this.#looked()}`;
    const hidden = hiddenFile(name, this.settings);
    const hint = hidden === undefined ? "" : `; ${hidden} has it, but only the first file found is read`;
    throw new SiteError(name, `no site named "${name}" is configured${near === "" ? "." : near} ${known} (${looked}${hint})`);
  }

  #layers(name: string): Layer[] {
    const inline = this.#places.inline(name);
    if (inline !== undefined) return this.#inlineLayers(name, inline);
    const regional = this.names().includes(name) ? undefined : splitRegion(name);
    if (regional !== undefined)
      return [...this.#layers(regional.cloud), { source: "the site's name", values: { region_name: regional.region } }];
    const fallback = name === openstackConfigName ? openstackConfig(this.settings) : undefined;
    if (fallback !== undefined)
      return [...(fallback.cloud === undefined ? [] : this.#cloudLayers(this.#known(fallback.cloud))), fallback.layer];
    return this.#cloudLayers(name);
  }

  /** `cloud` in a site of stack configuration names a cloud of clouds.yaml to start from. */
  #inlineLayers(name: string, inline: Values): Layer[] {
    const { cloud, ...values } = inline;
    if (cloud === undefined) return [...this.#profile(name, inline), { source: inlineKey, values }];
    const clouds = this.#places.cloudNames();
    if (typeof cloud !== "string" || !clouds.includes(cloud))
      throw new SiteError(
        name,
        `site ${name} (${inlineKey}): there is no cloud ${typeof cloud === "string" ? `"${cloud}"` : "(not a text)"} in ${this.#looked()}${didYouMean(typeof cloud === "string" ? cloud : "", clouds)}`,
      );
    return [...this.#cloudLayers(cloud), { source: inlineKey, values }];
  }

  #cloudLayers(name: string): Layer[] {
    const { env } = this.settings;
    const environment = environmentLayer(env);
    if (environmentIsCloud(env) && name === environmentName(env)) return [...this.#profile(name, environment.values), environment];
    const file = this.#places.file("clouds");
    const cloud = file?.cloud(name);
    const secure = this.#places.file("secure");
    const secrets = secure?.cloud(name);
    return [
      ...this.#profile(name, { ...cloud, ...secrets }),
      ...(file !== undefined && cloud !== undefined ? [{ source: file.path, values: cloud }] : []),
      ...(secure !== undefined && secrets !== undefined ? [{ source: secure.path, values: secrets }] : []),
      ...(this.#isDefault(name) && Object.keys(environment.values).length > 0 ? [environment] : []),
    ];
  }

  /** Whether `openstack` would take this cloud without being told: what else the environment says is about that one. */
  #isDefault(name: string): boolean {
    const { env } = this.settings;
    if (env.OS_CLOUD) return env.OS_CLOUD === name;
    return !environmentIsCloud(env) && this.#places.inlineNames().length === 0 && this.#places.cloudNames().length === 1;
  }

  /** openstacksdk@94758e92b openstack/config/loader.py, _expand_vendor_profile: `cloud` is the old word for `profile`. */
  #profile(site: string, values: Values): Layer[] {
    const name = values.profile ?? values.cloud;
    if (typeof name !== "string") return [];
    const file = this.#places.file("clouds-public");
    const profile = file?.cloud(name);
    if (file === undefined || profile === undefined) {
      // As openstacksdk goes on without: where the address is told, a profile has nothing that is needed.
      if (new Entry([{ source: "", values }]).get("auth.auth_url") !== undefined) return [];
      throw new SiteError(
        site,
        `site ${site}: there is no profile "${name}" in a clouds-public.yaml (${file?.path ?? "none was found"}); the profiles that openstacksdk brings along are not known here: write auth_url instead`,
      );
    }
    const { regions, ...rest } = profile;
    // A region of the cloud's own takes the place of the profile's list. openstacksdk 4.22.0 openstack/config/loader.py, _get_known_regions.
    return [{ source: `${file.path} (profile ${name})`, values: values.region_name === undefined ? profile : rest }];
  }

  #looked(): string {
    const files = searchPath("clouds", this.settings).filter((candidate) => !candidate.endsWith(".json") && !candidate.endsWith(".yml"));
    const missing = missingFile(this.settings);
    const hint = missing === undefined ? "" : ` (OS_CLIENT_CONFIG_FILE names ${missing}, which is not there)`;
    return (this.#places.file("clouds")?.path ?? files.join(", ")) + hint;
  }

  #nothing(): string {
    return `no site is configured: set ${inlineKey} in the stack's configuration, write a clouds.yaml (looked in ${this.#looked()}), or set the OS_* variables`;
  }
}

/** `corp/tokyo`: the region tokyo of the cloud corp. */
function splitRegion(name: string): { readonly cloud: string; readonly region: string } | undefined {
  const [, cloud, region] = /^(.+)\/([^/]+)$/.exec(name) ?? [];
  return cloud === undefined || region === undefined ? undefined : { cloud, region };
}
