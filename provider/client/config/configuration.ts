// SPDX-License-Identifier: Apache-2.0
import { didYouMean } from "../didYouMean";
import { SiteError } from "../errors";
import { isRecord } from "../http/answers";
import type { Settings } from "../settings";
import { type CloudFile, FileProblem, findFile, type Stem, searchPath } from "./cloudFiles";
import { Entry, type Layer } from "./entry";
import { environmentIsCloud, environmentLayer, environmentName } from "./environment";
import { regionLayer } from "./regions";
import type { SiteConfig } from "./siteConfig";
import { validate } from "./validate";

type Values = Readonly<Record<string, unknown>>;

const inlineKey = "border-gateway:sites";

/** All that is known of sites before any of them is asked: stack configuration, clouds.yaml and its companions, OS_* variables. */
export class Configuration {
  #inline: Readonly<Record<string, Values>> | undefined;
  readonly #files = new Map<string, CloudFile | undefined>();

  constructor(private readonly settings: Settings) {}

  /** Names of all sites, those of stack configuration first. @throws SiteError */
  names(): string[] {
    const fromEnvironment = environmentIsCloud(this.settings.env) ? [environmentName(this.settings.env)] : [];
    return [...new Set([...Object.keys(this.#sites()), ...Object.keys(this.#clouds()?.clouds ?? {}), ...fromEnvironment])];
  }

  /**
   * The name of the site that a resource means: the one it names, else `border-gateway:cloud`, `OS_CLOUD`, the OS_* variables, or the only entry there is.
   * @throws SiteError where there is no such site, or none can be told
   */
  resolveName(name?: string): string {
    const { env, stackConfig } = this.settings;
    const wanted = name ?? (stackConfig("border-gateway:cloud") || env.OS_CLOUD);
    if (wanted) return this.#known(wanted);
    if (environmentIsCloud(env)) return environmentName(env);
    const sites = Object.keys(this.#sites());
    const names = sites.length > 0 ? sites : this.names();
    const [only] = names;
    if (only !== undefined && names.length === 1) return only;
    throw new SiteError(
      "",
      only === undefined
        ? this.#nothing()
        : `no site is named and there are several: set the property site or border-gateway:cloud to one of ${names.join(", ")}`,
    );
  }

  /** @throws SiteError */
  site(name: string): SiteConfig {
    const layers = this.#layers(this.#known(name));
    const entry = new Entry(layers);
    const regions = regionLayer(name, entry);
    const all = regions === undefined ? entry : new Entry([...layers, regions]);
    return validate(name, layers.at(-1)?.source ?? "", all);
  }

  #known(name: string): string {
    const names = this.names();
    if (names.includes(name)) return name;
    const known = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
    throw new SiteError(
      name,
      `there is no site "${name}"${didYouMean(name, names)} (${known}; looked in ${inlineKey} of the stack's configuration and in ${this.#looked()})`,
    );
  }

  #layers(name: string): Layer[] {
    const inline = this.#sites()[name];
    if (inline !== undefined) {
      const { cloud, ...values } = inline;
      const base = typeof cloud === "string" && Object.hasOwn(this.#clouds()?.clouds ?? {}, cloud) ? this.#cloudLayers(cloud) : [];
      return [...base, ...this.#profile(inline), { source: inlineKey, values }];
    }
    return this.#cloudLayers(name);
  }

  #cloudLayers(name: string): Layer[] {
    const { env } = this.settings;
    const environment = environmentLayer(env);
    if (environmentIsCloud(env) && name === environmentName(env)) return [...this.#profile(environment.values), environment];
    const file = this.#clouds();
    const cloud = file?.clouds[name];
    const secure = this.#file("secure");
    const secrets = secure?.clouds[name];
    return [
      ...this.#profile(cloud ?? {}),
      ...(file !== undefined && cloud !== undefined ? [{ source: file.path, values: cloud }] : []),
      ...(secure !== undefined && secrets !== undefined ? [{ source: secure.path, values: secrets }] : []),
      // As the `openstack` command does: what else the environment says is about the cloud that it names.
      ...(env.OS_CLOUD === name ? [environment] : []),
    ];
  }

  /** openstacksdk@94758e92b openstack/config/loader.py, _expand_vendor_profile: `cloud` is the old word for `profile`. */
  #profile(values: Values): Layer[] {
    const name = values.profile ?? values.cloud;
    const file = typeof name === "string" ? this.#file("clouds-public") : undefined;
    const profile = typeof name === "string" ? file?.clouds[name] : undefined;
    return file === undefined || profile === undefined ? [] : [{ source: `${file.path} (profile ${name})`, values: profile }];
  }

  #sites(): Readonly<Record<string, Values>> {
    this.#inline ??= this.#readSites();
    return this.#inline;
  }

  #readSites(): Readonly<Record<string, Values>> {
    const text = this.settings.stackConfig(inlineKey);
    if (text === undefined || text.trim() === "") return {};
    let sites: unknown;
    try {
      sites = JSON.parse(text);
    } catch {
      throw new SiteError("", `${inlineKey} is not valid JSON: it has to be an object of sites by name`);
    }
    if (!isRecord(sites)) throw new SiteError("", `${inlineKey} has to be an object of sites by name`);
    for (const [name, site] of Object.entries(sites)) {
      if (!isRecord(site))
        throw new SiteError(name, `${inlineKey}: the entry "${name}" has to be an object with the keys of a cloud in clouds.yaml`);
    }
    return sites as Readonly<Record<string, Values>>;
  }

  #clouds(): CloudFile | undefined {
    const file = this.#file("clouds");
    const name = environmentName(this.settings.env);
    if (file !== undefined && Object.hasOwn(file.clouds, name) && environmentIsCloud(this.settings.env))
      throw new SiteError(
        name,
        `${file.path} has a cloud named "${name}", which is also the name of what the OS_* variables say: rename it, or set OS_CLOUD_NAME`,
      );
    return file;
  }

  #file(stem: Stem): CloudFile | undefined {
    if (!this.#files.has(stem)) {
      try {
        this.#files.set(stem, findFile(stem, this.settings));
      } catch (error) {
        throw error instanceof FileProblem ? new SiteError("", error.message) : error;
      }
    }
    return this.#files.get(stem);
  }

  #looked(): string {
    const path = this.#clouds()?.path;
    return (
      path ??
      searchPath("clouds", this.settings)
        .filter((candidate) => candidate.endsWith(".yaml"))
        .join(", ")
    );
  }

  #nothing(): string {
    return `no site is configured: set ${inlineKey} in the stack's configuration, write a clouds.yaml (looked in ${this.#looked()}), or set the OS_* variables`;
  }
}
