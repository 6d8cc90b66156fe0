// SPDX-License-Identifier: Apache-2.0
import type { Origin } from "./config/origins";
import { BorderGatewayError } from "./errors";
import { isRecord } from "./http/answers";
import type { NeutronSession } from "./neutronSession";
import type { Sessions } from "./sessions";
import { type Extension, Site } from "./site";

/** What `doctor` finds out of one site. What is absent could not be found out; why is among the problems. */
export interface Examination {
  readonly site: string;
  /** What keeps the site from being used, in sentences. */
  readonly problems: readonly string[];
  /** What is odd, but does not. */
  readonly warnings: readonly string[];
  readonly configuration: readonly Origin[];
  /** Where clouds.yaml was looked for, in order. */
  readonly searched: readonly string[];
  readonly login?: { readonly who: string; readonly project?: string; readonly roles: readonly string[]; readonly ms: number };
  readonly endpoint?: string;
  readonly server?: "networking-midonet" | "networking-l2gw";
  /** Versions of the network API that the endpoint offers. */
  readonly versions?: readonly string[];
  readonly extensions?: readonly Extension[];
  readonly clockSkewMs?: number;
  readonly objects?: Readonly<Record<string, number>>;
  /** Of one small request, the median of three. */
  readonly latencyMs?: number;
}

const wantedExtensions: readonly Extension[] = ["gateway-device", "l2-gateway", "l2-gateway-connection"];
const skewToTellMs = 60_000;

/** Looks at a site in every way that a resource would depend on. Never throws for anything that is wrong with the site. */
export async function examine(site: string, sessions: Sessions): Promise<Examination> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const attempt = async <T>(look: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof BorderGatewayError)) throw error;
      if (!problems.includes(error.message)) problems.push(error.message);
      return undefined;
    }
  };
  const configuration = (await attempt(async () => sessions.origins(site))) ?? [];
  warnings.push(...((await attempt(async () => sessions.overlooked(site))) ?? []).map((sentence) => `site ${site}: ${sentence}`));
  const searched = sessions.searched();
  const startedAt = performance.now();
  const session = problems.length > 0 ? undefined : await attempt(() => sessions.open(site));
  if (session === undefined) return { site, problems, warnings, configuration, searched };
  const loginMs = performance.now() - startedAt;

  const opened = new Site(session);
  const extensions: Extension[] = [];
  for (const extension of wantedExtensions) if (await attempt(() => opened.has(extension))) extensions.push(extension);
  const border = extensions.includes("gateway-device");
  if (problems.length === 0) await attempt(() => opened.require(border ? wantedExtensions : ["l2-gateway", "l2-gateway-connection"]));
  if (problems.length === 0) await attempt(() => opened.requireAdmin());
  const objects = problems.length > 0 ? undefined : await attempt(() => counts(session, border));
  const versions = await attempt(() => versionsAt(session));
  const latencyMs = await attempt(() => latency(session));
  const { clockSkewMs } = session;
  if (clockSkewMs !== undefined && Math.abs(clockSkewMs) > skewToTellMs)
    warnings.push(
      `site ${site}: its clock is ${Math.round(Math.abs(clockSkewMs) / 1000)} s ${clockSkewMs > 0 ? "ahead of" : "behind"} this machine's`,
    );
  const { projectName, projectId, roles = [] } = await session.login();
  const project = projectName ?? projectId;
  return {
    site,
    problems,
    warnings,
    configuration,
    searched,
    login: { who: session.who, ...(project === undefined ? {} : { project }), roles, ms: Math.round(loginMs) },
    endpoint: session.endpoint,
    ...(extensions.includes("l2-gateway") ? { server: border ? "networking-midonet" : "networking-l2gw" } : {}),
    ...(versions === undefined ? {} : { versions }),
    extensions,
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
    ...(objects === undefined ? {} : { objects }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  };
}

async function counts(session: NeutronSession, border: boolean): Promise<Record<string, number>> {
  const kinds: readonly (readonly [name: string, path: string, key: string])[] = [
    ...(border ? [["gateway devices", "/v2.0/gw/gateway_devices", "gateway_devices"] as const] : []),
    ["L2 gateways", "/v2.0/l2-gateways", "l2_gateways"],
    ["connections", "/v2.0/l2-gateway-connections", "l2_gateway_connections"],
  ];
  const counted = kinds.map(async ([name, path, key]): Promise<[string, number]> => {
    const answer = await session.send({ method: "GET", path, query: [["fields", "id"]] });
    const rows = isRecord(answer) ? answer[key] : undefined;
    return [name, Array.isArray(rows) ? rows.length : 0];
  });
  return Object.fromEntries(await Promise.all(counted));
}

async function versionsAt(session: NeutronSession): Promise<string[] | undefined> {
  try {
    const answer = await session.send({ method: "GET", path: "/" });
    const versions = isRecord(answer) && Array.isArray(answer.versions) ? answer.versions : [];
    return versions.flatMap((version: unknown) => (isRecord(version) && typeof version.id === "string" ? [version.id] : []));
  } catch (error) {
    // Some proxies close the root. That harms nothing.
    if (error instanceof BorderGatewayError) return undefined;
    throw error;
  }
}

async function latency(session: NeutronSession): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 3; n++) {
    const startedAt = performance.now();
    await session.send({ method: "GET", path: "/v2.0/extensions/l2-gateway" });
    times.push(performance.now() - startedAt);
  }
  return Math.round(times.sort((a, b) => a - b)[1] ?? 0);
}
