// SPDX-License-Identifier: Apache-2.0
import { setTimeout } from "node:timers/promises";
import { endpointChangedSites, liveValidation } from "./client/config/stackSettings";
import { endpointIdentity } from "./client/endpointIdentity";
import { ObjectClaims } from "./client/guards";
import { Neutron } from "./client/neutron";
import { Sessions } from "./client/sessions";
import type { Settings } from "./client/settings";
import { Site } from "./client/site";
import type { Runtime } from "./kinds/definition";
import { redacted } from "./lifecycle/redaction";
import { InterruptedWrites } from "./process/interruptedWrites";
import { Declarations } from "./program/declarations";

/** What a provider process keeps: one session for each site, and the operator's settings. Nothing is asked of any site here. */
export function createRuntime(settings: Settings, interruptedWrites = new InterruptedWrites()): Runtime {
  const { stackConfig, interrupted } = settings;
  const sessions = new Sessions(settings);
  const sites = new Map<string, Site>();
  const objects = new ObjectClaims(interruptedWrites);
  const neutrons = new Map<string, Neutron>();
  const moved = endpointChangedSites(stackConfig);
  const neutronAt = (endpoint: string): Neutron => {
    const identity = endpointIdentity(endpoint);
    const known = neutrons.get(identity) ?? new Neutron(objects);
    neutrons.set(identity, known);
    return known;
  };

  return {
    openSite: async (name) => {
      const session = await sessions.open(name);
      const site = sites.get(session.site) ?? new Site(session, neutronAt(session.endpoint));
      sites.set(session.site, site);
      return site;
    },
    siteName: (name) => sessions.resolveSiteName(name),
    neutronAddress: (name) => {
      const open = sites.get(name);
      return { ...sessions.neutronAddress(name), ...(open === undefined ? {} : { endpoint: endpointIdentity(open.endpoint) }) };
    },
    live: liveValidation(stackConfig),
    movedOnPurpose: (site) => moved.includes(site),
    interrupted: () => interrupted?.aborted === true,
    pause: (ms) => pauseOr(ms * (settings.delayScale ?? 1), interrupted),
    // The engine shows what a provider writes to standard error.
    warn: (sentence) => void process.stderr.write(`warning: ${redacted(sentence)}\n`),
    ownNames: new Set(),
    declarations: new Declarations(),
    objects,
    interruptedWrites,
  };
}

async function pauseOr(ms: number, interrupted: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, interrupted === undefined ? {} : { signal: interrupted }).catch(() => undefined);
}
