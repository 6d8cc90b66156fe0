// SPDX-License-Identifier: Apache-2.0
import { networkUrl } from "./auth/catalog";
import { FixedLogin } from "./auth/fixedLogin";
import { Keystone } from "./auth/keystone";
import { LoginKeeper } from "./auth/loginKeeper";
import type { AuthConfig, SiteConfig } from "./config/siteConfig";
import { withoutVersion } from "./config/validate";
import { Agents } from "./http/agents";
import { Wire } from "./http/exchange";
import { SiteHttp } from "./http/siteHttp";
import { tlsOptions } from "./http/tls";
import { NeutronSession } from "./neutronSession";
import { Redactor, Secret } from "./secret";
import type { Session } from "./session";
import type { Settings } from "./settings";

const connectTimeoutMs = 10_000;

/** Logs in to a site and finds its network endpoint. @throws SiteError */
export async function openSite(config: SiteConfig, settings: Settings): Promise<Session> {
  const redactor = new Redactor();
  for (const secret of secretsOf(config.auth)) redactor.learn(secret);
  const wire = new Wire(new Agents(tlsOptions(config, settings), settings.env), connectTimeoutMs);
  const http = new SiteHttp(config.name, wire, config.concurrency, redactor);
  const scale = settings.delayScale ?? 1;
  const keeper = new LoginKeeper(config.auth.type === "keystone" ? new Keystone(http, config.auth, scale) : new FixedLogin(config.auth));
  const login = await keeper.current();
  const endpoint = config.endpoint ?? withoutVersion(networkUrl(config.name, login.catalog, config));
  return new NeutronSession(http, keeper, endpoint, login.projectId, scale);
}

function secretsOf(auth: AuthConfig): Secret[] {
  const values = auth.type === "keystone" ? auth.proofs.flatMap((proof) => Object.values(proof)) : Object.values(auth);
  return values.filter((value) => value instanceof Secret);
}
