// SPDX-License-Identifier: Apache-2.0
import { networkUrl } from "./auth/catalog";
import { discover } from "./auth/discovery";
import { FixedLogin } from "./auth/fixedLogin";
import { Keystone } from "./auth/keystone";
import type { LoginMethod } from "./auth/login";
import { LoginKeeper } from "./auth/loginKeeper";
import { Oidc } from "./auth/oidc";
import type { AuthConfig, SiteConfig } from "./config/siteConfig";
import { Agents } from "./http/agents";
import { Wire } from "./http/exchange";
import { SiteHttp } from "./http/siteHttp";
import { tlsOptions } from "./http/tls";
import { NeutronSession } from "./neutronSession";
import { Redactor } from "./redactor";
import { Secret } from "./secret";
import type { Settings } from "./settings";
import { traceOf } from "./trace";

const connectTimeoutMs = 10_000;
const defaultTimeoutMs = 60_000;

/** Logs in to a site and finds its network endpoint. @throws SiteError */
export async function openSite(config: SiteConfig, settings: Settings): Promise<NeutronSession> {
  const redactor = new Redactor();
  for (const secret of secretsOf(config.auth)) redactor.learn(secret);
  const wire = new Wire(new Agents(tlsOptions(config, settings), settings.env), connectTimeoutMs, settings);
  const http = new SiteHttp(
    config.name,
    wire,
    config.concurrency,
    redactor,
    traceOf(config.name, settings, redactor),
    settings.interrupted,
  );
  const scale = settings.delayScale ?? 1;
  const keeper = new LoginKeeper(loginMethod(config.auth, http, scale));
  const login = await keeper.current();
  const endpoint = config.endpoint ?? (await discover(http, networkUrl(config.name, login.catalog, config), login, scale));
  return new NeutronSession(http, keeper, endpoint, login, config.timeoutMs ?? defaultTimeoutMs, settings);
}

function loginMethod(auth: AuthConfig, http: SiteHttp, scale: number): LoginMethod {
  if (auth.type === "keystone") return new Keystone(http, auth, scale);
  return auth.type === "oidc" ? new Oidc(http, auth, scale) : new FixedLogin(auth);
}

function secretsOf(auth: AuthConfig): Secret[] {
  const proofs: readonly object[] = auth.type === "keystone" ? auth.proofs : [auth, ...(auth.type === "oidc" ? [auth.grant] : [])];
  return proofs.flatMap((proof) => Object.values(proof).filter((value) => value instanceof Secret));
}
