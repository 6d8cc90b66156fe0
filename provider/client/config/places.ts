// SPDX-License-Identifier: Apache-2.0
import { SiteError } from "../errors";
import { isRecord } from "../http/answers";
import type { Settings } from "../settings";
import { type CloudFile, FileProblem, findFile, type Stem } from "./cloudFiles";
import { environmentIsCloud, environmentName } from "./environment";

export type Values = Readonly<Record<string, unknown>>;

export const inlineKey = "border-gateway:sites";

/** The places that say something of sites, each read when it is first asked for, and once. */
export class Places {
  #inline: Readonly<Record<string, Values>> | undefined;
  readonly #files = new Map<Stem, CloudFile | undefined>();

  constructor(private readonly settings: Settings) {}

  /** The sites of stack configuration. @throws SiteError */
  inline(): Readonly<Record<string, Values>> {
    this.#inline ??= this.#readInline();
    return this.#inline;
  }

  /** Names of the clouds of clouds.yaml, and of those that stand in secure.yaml alone. @throws SiteError */
  cloudNames(): string[] {
    const { env } = this.settings;
    const name = environmentName(env);
    const files = [this.file("clouds"), this.file("secure")].filter((file) => file !== undefined);
    // openstacksdk@94758e92b openstack/config/loader.py, OpenStackConfig.__init__ refuses this too.
    const twice = files.find(({ clouds }) => Object.hasOwn(clouds, name));
    if (twice !== undefined && environmentIsCloud(env))
      throw new SiteError(
        name,
        `${twice.path} has a cloud named "${name}", which is also the name of what the OS_* variables say: rename it, or set OS_CLOUD_NAME`,
      );
    return [...new Set(files.flatMap(({ clouds }) => Object.keys(clouds)))];
  }

  /** @throws SiteError */
  file(stem: Stem): CloudFile | undefined {
    if (!this.#files.has(stem)) {
      try {
        this.#files.set(stem, findFile(stem, this.settings));
      } catch (error) {
        throw error instanceof FileProblem ? new SiteError("", error.message) : error;
      }
    }
    return this.#files.get(stem);
  }

  #readInline(): Readonly<Record<string, Values>> {
    const text = this.settings.stackConfig(inlineKey);
    if (text === undefined || text.trim() === "") return {};
    let sites: unknown;
    try {
      sites = JSON.parse(text);
    } catch {
      throw new SiteError("", `${inlineKey} is not valid JSON: it has to be an object of sites by name`);
    }
    if (!isRecord(sites)) throw new SiteError("", `${inlineKey} has to be an object of sites by name`);
    return Object.fromEntries(Object.entries(sites).map(([name, site]) => [name, siteOf(name, site)]));
  }
}

function siteOf(name: string, site: unknown): Values {
  if (isRecord(site)) return site;
  throw new SiteError(name, `${inlineKey}: the entry "${name}" has to be an object with the keys of a cloud in clouds.yaml`);
}
