// SPDX-License-Identifier: Apache-2.0
import { Configuration } from "./config/configuration";
import { type NeutronAddress, neutronAddress } from "./config/neutronAddress";
import { type Origin, originsOf } from "./config/origins";
import { SiteError } from "./errors";
import type { NeutronSession } from "./neutronSession";
import type { Settings } from "./settings";

/** A site that could not be opened is not asked again within this time: its failure is given once more. */
const failurePauseMs = 3_000;

/** All sites of one process: each is logged in to when it is first used, and once. */
export class Sessions {
  readonly #configuration: Configuration;
  readonly #open = new Map<string, Promise<NeutronSession>>();
  /** By the name that resources give; nothing that it follows from changes during a process. */
  readonly #resolved = new Map<string | undefined, string>();
  readonly #addresses = new Map<string, NeutronAddress>();

  constructor(private readonly settings: Settings) {
    this.#configuration = new Configuration(settings);
  }

  /** The name of the site that a resource means, without asking it. @throws SiteError where there is none of that name, or none can be told */
  resolveSiteName(name?: string): string {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    const resolved = this.#configuration.resolveName(name);
    this.#resolved.set(name, resolved);
    return resolved;
  }

  /** Names of all sites that are configured. @throws SiteError */
  names(): string[] {
    return this.#configuration.names();
  }

  /** Where clouds.yaml is looked for, in order. */
  searched(): string[] {
    return this.#configuration.searched();
  }

  /** What else is said of a site, in places that do not count. @throws SiteError */
  overlooked(site: string): string[] {
    return this.#configuration.overlooked(site);
  }

  /** What is configured for a site, and where; secrets masked. @throws SiteError */
  origins(site: string): Origin[] {
    return originsOf(this.#configuration.entry(site).entry);
  }

  /** Where the Neutron of a site is, by its configuration alone. Empty if the site is not configured. */
  neutronAddress(site: string): NeutronAddress {
    const known = this.#addresses.get(site) ?? this.#readAddress(site);
    this.#addresses.set(site, known);
    return known;
  }

  #readAddress(site: string): NeutronAddress {
    try {
      return neutronAddress(this.#configuration.site(site));
    } catch (error) {
      if (!(error instanceof SiteError)) throw error;
      return {};
    }
  }

  /** @throws SiteError */
  async open(site?: string): Promise<NeutronSession> {
    const name = this.resolveSiteName(site);
    const open = this.#open.get(name);
    if (open !== undefined) return open;
    const opening = this.#openOne(name);
    this.#open.set(name, opening);
    opening.catch(() => setTimeout(() => this.#open.delete(name), failurePauseMs * (this.settings.delayScale ?? 1)).unref());
    return opening;
  }

  async #openOne(name: string): Promise<NeutronSession> {
    const config = this.#configuration.site(name);
    // What speaks HTTP costs the start of a process that asks no site: loaded when the first site is used.
    const { openSite }: typeof import("./openSite") = require("./openSite");
    return openSite(config, this.settings);
  }
}
