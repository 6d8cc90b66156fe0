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
  #inline: Readonly<Record<string, unknown>> | undefined;
  readonly #files = new Map<Stem, CloudFile | undefined>();

  constructor(private readonly settings: Settings) {}

  /** Names of the sites of stack configuration. @throws SiteError */
  inlineNames(): string[] {
    return Object.keys(this.#sites());
  }

  /** One site of stack configuration. As in the files, an entry that cannot be used does no harm to the others. @throws SiteError */
  inline(name: string): Values | undefined {
    const sites = this.#sites();
    if (!Object.hasOwn(sites, name)) return undefined;
    const site = sites[name];
    if (isRecord(site)) return site;
    throw new SiteError(name, `${inlineKey}: the entry "${name}" has to be an object with the keys of a cloud in clouds.yaml`);
  }

  #sites(): Readonly<Record<string, unknown>> {
    this.#inline ??= this.#readInline();
    return this.#inline;
  }

  /** Names of the clouds of clouds.yaml, and of those that stand in secure.yaml alone. @throws SiteError */
  cloudNames(): string[] {
    const { env } = this.settings;
    const name = environmentName(env);
    const files = [this.file("clouds"), this.file("secure")].filter((file) => file !== undefined);
    // openstacksdk@94758e92b openstack/config/loader.py, OpenStackConfig.__init__ refuses this too.
    const twice = files.find((file) => file.has(name));
    if (twice !== undefined && environmentIsCloud(env))
      throw new SiteError(
        name,
        `${twice.path} has a cloud named "${name}", which is also the name of what the OS_* variables say: rename it, or set OS_CLOUD_NAME`,
      );
    return [...new Set(files.flatMap((file) => file.names))];
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

  #readInline(): Readonly<Record<string, unknown>> {
    const text = this.settings.stackConfig(inlineKey);
    if (text === undefined || text.trim() === "") return {};
    let sites: unknown;
    try {
      sites = JSON.parse(text);
    } catch {
      throw new SiteError("", `${inlineKey} is not valid JSON: it has to be an object of sites by name`);
    }
    if (!isRecord(sites)) throw new SiteError("", `${inlineKey} has to be an object of sites by name`);
    return sites;
  }
}
