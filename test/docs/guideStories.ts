// SPDX-License-Identifier: Apache-2.0
// What exists at the sites of each guide, and what happens to them while its commands run.
import type { ExecutionContext } from "ava";
import { fillDemoSites } from "../../cli/demoSites";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Event } from "./guideRun";

export interface Story {
  readonly sites: readonly EmulatedSite[];
  /** By the heading of the section before whose first command the event happens. */
  readonly events: Readonly<Record<string, Event>>;
}

/** The two sites of `emulate --demo`. */
export const demoSites = async (t: ExecutionContext): Promise<Story> => ({ sites: await borderSites(t, ["tokyo", "osaka"]), events: {} });

export const stories: Readonly<Record<string, (t: ExecutionContext) => Promise<Story>>> = {
  "site-down-or-gone.md": async (t) => {
    const sites = await borderSites(t, ["tokyo", "osaka", "nagoya"]);
    return { sites, events: { "Behaviour while a site is down": () => sites[2]?.stop() } };
  },
};

async function borderSites(t: ExecutionContext, names: readonly string[]): Promise<EmulatedSite[]> {
  const sites = await startSites({ sites: names });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  fillDemoSites(sites);
  return sites;
}
