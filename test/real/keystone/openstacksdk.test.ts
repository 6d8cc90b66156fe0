// SPDX-License-Identifier: Apache-2.0
// The same files and variables, read by openstacksdk and by us: what comes out has to be the same.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { expandPath } from "../../../provider/client/config/cloudFiles";
import { Configuration } from "../../../provider/client/config/configuration";
import type { Scoped, SiteConfig } from "../../../provider/client/config/siteConfig";
import { SiteError } from "../../../provider/client/errors";
import { reveal } from "../../../provider/client/secret";
import { ROOT } from "../../helpers/compile";
import { folderWith } from "../../helpers/folders";
import { settingsOf } from "../../helpers/settings";
import { surroundings } from "./clouds";
import { python, reasonToSkip, sources } from "./installation";
import { oddSurroundings } from "./oddClouds";
import type { Surroundings } from "./writing";

type Told = Readonly<Record<string, unknown>>;

const skip = reasonToSkip();
const run = skip === undefined ? test : test.skip;
if (skip !== undefined) test(`skipped: ${skip}`, (t) => t.pass());

interface Placed {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cloud?: string | undefined;
}

function theirs(placed: readonly Placed[]): Promise<Told[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(python, [join(sources, "load_clouds.py")], { maxBuffer: 16 << 20 }, (error, out) =>
      error ? reject(error) : resolve(JSON.parse(out) as Told[]),
    );
    child.stdin?.end(JSON.stringify(placed));
  });
}

const without = (told: Told): Told =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== null && value !== ""));

/** openstacksdk's answer with domains where the plugins of keystoneauth look for them. */
function plain({ auth, endpoint, interface: kind, service_type, ...rest }: Told): Told {
  const { default_domain_id, default_domain_name, endpoint: own, auth_methods, ...login } = auth as Record<string, string>;
  for (const [who, name] of [
    ["user", "username"],
    ["project", "project_name"],
  ] as const) {
    const given = login[`${who}_domain_id`] ?? login[`${who}_domain_name`];
    if (login[name] === undefined || given !== undefined) continue;
    if (default_domain_id !== undefined) login[`${who}_domain_id`] = default_domain_id;
    else if (default_domain_name !== undefined) login[`${who}_domain_name`] = default_domain_name;
  }
  return without({
    ...rest,
    ...login,
    interface: String(kind).replace(/URL$/, ""),
    endpoint: endpoint ?? own,
    service_type: service_type === "network" ? undefined : service_type,
  });
}

function ours(config: Configuration, { home, env, cloud }: Placed): Told {
  const name = config.resolveName(cloud);
  const site = config.site(name);
  const path = (value: string | undefined) => (value === undefined ? undefined : expandPath(value, env, home));
  return without({
    names: config.names(),
    name,
    ...loginOf(site),
    region: site.region,
    interface: site.interfaces[0],
    endpoint: site.endpoint,
    service_type: site.serviceType,
    service_name: site.serviceName,
    api_timeout: site.timeoutMs === undefined ? undefined : site.timeoutMs / 1000,
    verify: site.verify,
    cacert: site.verify ? path(site.cacert) : undefined,
    cert: path(site.cert),
    key: path(site.key?.reveal()),
  });
}

const named = (who: string, { id, name, domainId, domainName }: Scoped): Told => ({
  [`${who}_id`]: id,
  [who === "user" ? "username" : `${who}_name`]: name,
  [`${who}_domain_id`]: domainId,
  [`${who}_domain_name`]: domainName,
});

function loginOf({ auth }: SiteConfig): Told {
  if (auth.type !== "keystone") return { ...(reveal({ ...auth, type: undefined }) as Told), auth_type: auth.type };
  const proofs = auth.proofs.map((proof): Told => {
    const { method, ...rest } = reveal(proof) as Record<string, string>;
    const who = proof.method === "token" ? {} : named("user", proof.user);
    if (method !== "application_credential") return { ...rest, ...who, user: undefined };
    return {
      ...who,
      application_credential_id: rest.id,
      application_credential_name: rest.name,
      application_credential_secret: rest.secret,
    };
  });
  const { scope } = auth;
  const target: Told =
    scope.kind === "project"
      ? named("project", scope.project)
      : scope.kind === "domain"
        ? named("domain", scope.domain)
        : { system_scope: scope.kind === "system" ? "all" : undefined, trust_id: scope.kind === "trust" ? scope.id : undefined };
  return { auth_url: auth.authUrl, ...Object.assign({}, ...proofs), ...target };
}

run("clouds.yaml, secure.yaml, clouds-public.yaml and OS_* variables mean what they mean to openstacksdk", async (t) => {
  t.timeout(120_000);
  const all = [...surroundings, ...oddSurroundings];
  const placed = all.map(({ files = {}, env = {}, cloud }: Surroundings): Placed => {
    const folder = folderWith(t, files);
    const here = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value.replace("HERE", folder)]));
    return { cwd: folder, home: join(folder, "home"), env: here, ...(cloud === undefined ? {} : { cloud }) };
  });
  const answers = await theirs(placed);
  t.is(answers.length, all.length);
  const document = readFileSync(join(ROOT, "docs", "login.md"), "utf8").replace(/\s+/g, " ");
  for (const [index, { title, refused, stricter }] of all.entries()) {
    const one = placed[index] as Placed;
    const { error, auth_type, ...told } = answers[index] as { error?: string; auth_type?: string };
    const config = new Configuration(settingsOf({}, { env: one.env, cwd: one.cwd, home: one.home }));
    if (refused === true) {
      t.truthy(error, title);
      t.throws(() => ours(config, one), undefined, title);
      continue;
    }
    t.is(error, undefined, title);
    if (stricter !== undefined) {
      t.throws(() => ours(config, one), { instanceOf: SiteError }, title);
      t.true(document.includes(stricter), title);
      continue;
    }
    const { auth_type: type, ...mine } = ours(config, one);
    t.deepEqual(mine, plain(told), title);
    if (type !== undefined) t.is(String(type), String(auth_type), title);
  }
});
