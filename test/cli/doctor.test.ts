// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { stringify } from "yaml";
import { type StartSites, startSites } from "../../sdk/testing";
import { canarySite, found } from "../helpers/canary";
import { folderWith } from "../helpers/folders";
import { httpServer } from "../helpers/servers";

const program = join(__dirname, "../../cli/borderGateway.js");

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function doctor(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const own = { PATH: process.env.PATH, HOME: cwd, ...env };
    execFile(process.execPath, [program, "doctor", ...args], { cwd, env: own }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

async function siteFor(t: ExecutionContext, options: Partial<StartSites> = {}) {
  const [site] = await startSites({ auth: "keystone", ...options, sites: ["tokyo"] });
  t.teardown(() => site.stop());
  return site;
}

test("a site that is fine, and one that is not: a table, an exit code, no secret", async (t) => {
  const tokyo = await siteFor(t);
  tokyo.insert("gateway_devices", { name: "edge", type: "hw_vtep", management_ip: "192.0.2.1" });
  const osaka = { ...tokyo.cloud, auth: { ...(tokyo.cloud.auth as object), password: "hunter2" } };
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: tokyo.cloud, osaka } }) });
  const { code, out, err } = await doctor(folder, ["--verbose"]);
  t.is(code, 1);
  t.is(err, "");
  t.regex(out, /^tokyo: ok\n/m);
  t.regex(out, new RegExp(`  configured in  ${folder}/clouds.yaml\n`));
  t.regex(out, / {2}login {10}user "admin" \(domain Default\), project admin \(\d+ ms with discovery\)\n/);
  t.regex(out, / {2}roles {10}admin, manager, member, reader\n/);
  t.regex(out, new RegExp(`  endpoint       ${tokyo.url}\n`));
  t.regex(out, / {2}API versions {3}v2.0\n/);
  t.regex(out, / {2}server {9}networking-midonet\n {2}extensions {5}gateway-device, l2-gateway, l2-gateway-connection\n/);
  t.regex(out, / {2}objects {8}1 gateway devices, 0 L2 gateways, 0 connections\n/);
  t.regex(out, / {2}latency {8}\d+ ms\n/);
  t.regex(out, new RegExp(`    auth.username admin  \\(${folder}/clouds.yaml\\)\n`));
  t.regex(out, /^osaka: cannot be used\n/m);
  t.regex(
    out,
    / {2}problem {8}site osaka: login as user "admin" \(domain Default\) at \S+ failed: The request you have made requires authentication/,
  );
  t.notRegex(out, /hunter2|secret/);
});

test("--json, by name, of an upstream site; exit code 0", async (t) => {
  const tokyo = await siteFor(t, { kind: "upstream" });
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: tokyo.cloud, broken: {} } }) });
  const { code, out } = await doctor(folder, ["--json", "tokyo"]);
  t.is(code, 0, out);
  const [one, ...others] = JSON.parse(out);
  t.deepEqual(others, []);
  t.is(one.server, "networking-l2gw");
  t.deepEqual(one.problems, []);
  t.deepEqual(one.objects, { "L2 gateways": 0, connections: 0 });
  const password = one.configuration.find(({ key }: { key: string }) => key === "auth.password");
  t.is(password.value, "***");
});

test("a member is told that the role is not enough", async (t) => {
  const tokyo = await siteFor(t);
  const auth = { ...(tokyo.cloud.auth as object), username: "member", project_name: "tenant" };
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: { ...tokyo.cloud, auth } } }) });
  const { code, out } = await doctor(folder, []);
  t.is(code, 1);
  t.regex(out, /problem +site tokyo: the user of this login is no administrator/);
});

test("a site without the extension: what the deployer has to set", async (t) => {
  const tokyo = await siteFor(t);
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: tokyo.cloud } }) });
  tokyo.fault({ match: { path: /\/v2.0\/extensions/, times: 9 }, action: { status: 200, body: { extensions: [{ alias: "router" }] } } });
  const { code, out } = await doctor(folder, []);
  t.is(code, 1);
  t.regex(out, /problem +site tokyo .* has not loaded the Neutron extension "l2-gateway": `service_plugins` .*service_provider=L2GW:/);
});

test("a clock that differs by an hour is told", async (t) => {
  const tokyo = await siteFor(t);
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: tokyo.cloud } }) });
  const headers = { Date: new Date(Date.now() - 3_600_000).toUTCString() };
  tokyo.fault({ match: { path: /extensions\/l2-gateway/, times: 9 }, action: { status: 200, body: {}, headers } });
  const { code, out } = await doctor(folder, []);
  t.is(code, 0);
  t.regex(out, /warning +site tokyo: its clock is 3[56]\d\d s behind this machine's/);
  t.regex(out, /^ +clock +3[56]\d\d s behind this machine's$/m);
});

for (const [offMs, told] of [
  [0, "within 1 s of this machine's"],
  [20_500, "(19|20) s ahead of this machine's"],
] as const) {
  test(`a clock that differs by ${offMs} ms causes no warning: ${told}`, async (t) => {
    const tokyo = await siteFor(t);
    const url = await httpServer(t, async (request, response) => {
      const answer = await fetch(tokyo.url + request.url, { headers: { "X-Auth-Token": String(request.headers["x-auth-token"]) } });
      response.writeHead(answer.status, { Date: new Date(Date.now() + offMs).toUTCString() }).end(await answer.text());
    });
    const cloud = { ...tokyo.cloud, network_endpoint_override: url };
    const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: cloud } }) });
    const { code, out } = await doctor(folder, []);
    t.is(code, 0, out);
    t.regex(out, new RegExp(`^ +clock +${told}$`, "m"));
    t.notRegex(out, /warning/);
  });
}

test("all sites are looked at side by side", async (t) => {
  const sites = await startSites({ sites: ["tokyo", "osaka", "kyoto"], auth: "keystone", latencyMs: 100 });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const clouds = Object.fromEntries(sites.map(({ name, cloud }) => [name, cloud]));
  const { code, out } = await doctor(folderWith(t, { "clouds.yaml": stringify({ clouds }) }), []);
  t.is(code, 0, out);
  const spans = sites.map((site) => site.requests().map(({ at }) => at));
  const latestStart = Math.max(...spans.map((times) => Math.min(...times)));
  const firstEnd = Math.min(...spans.map((times) => Math.max(...times)));
  t.true(latestStart < firstEnd, `${latestStart - firstEnd} ms`);
});

test("a file with different values for a site causes a warning", async (t) => {
  const tokyo = await siteFor(t);
  const other = { ...tokyo.cloud, region_name: "hunter2" };
  const files = {
    "clouds.yaml": stringify({ clouds: { tokyo: tokyo.cloud } }),
    ".config/openstack/clouds.yaml": stringify({ clouds: { tokyo: other } }),
  };
  const { code, out } = await doctor(folderWith(t, files), []);
  t.is(code, 0, out);
  t.regex(out, /warning +site tokyo: \S+\/.config\/openstack\/clouds.yaml says something else of "tokyo", which does not count/);
  t.notRegex(out, /hunter2/);
});

test("with all bodies traced, as a table, as JSON, and where the login fails: no secret", async (t) => {
  const site = await canarySite(t);
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: site.cloud } }) });
  for (const args of [["--verbose"], ["--json"]]) {
    for (const echo of ["none", "login refused"] as const) {
      site.echo = echo;
      const { out, err } = await doctor(folder, args, { BORDER_GATEWAY_LOG: "trace" });
      t.regex(err, /border-gateway: tokyo POST/);
      t.regex(out + err, /\*\*\*/);
      t.deepEqual(found(out + err, site.secrets), [], echo);
    }
  }
});

test("nothing configured, an unknown site, a broken file", async (t) => {
  const empty = folderWith(t);
  const nothing = await doctor(empty, []);
  t.is(nothing.code, 1);
  t.regex(nothing.err, /^no site is configured: set border-gateway:sites/);
  const unknown = await doctor(folderWith(t, { "clouds.yaml": "clouds: {kyoto: {}}" }), ["kioto"]);
  t.is(unknown.code, 1);
  t.regex(unknown.out, /^kioto: cannot be used\n(?: +.*\n)* +problem +no site named "kioto" is configured\. Did you mean "kyoto"\?/m);
  const broken = await doctor(folderWith(t, { "clouds.yaml": "clouds: {kyoto: hunter2" }), []);
  t.is(broken.code, 1);
  t.regex(broken.err, /clouds.yaml is not valid YAML: line 1/);
  t.notRegex(broken.err + broken.out, /hunter2|at Object|\.js:/);
});

test("in a Pulumi project, doctor searches the folders that the program searches, from any folder, and prints them", async (t) => {
  const tokyo = await siteFor(t);
  const clouds = stringify({ clouds: { tokyo: tokyo.cloud } });
  const project = "name: p\nruntime: nodejs\nmain: app/index.ts\n";
  const beside = folderWith(t, {
    "Pulumi.yaml": project,
    "clouds.yaml": clouds,
    "app/index.ts": "",
    "docs/clouds.yaml": "clouds: {kyoto: {}}",
  });
  const inside = folderWith(t, {
    "Pulumi.yaml": project,
    "clouds.yaml": "clouds: {kyoto: {}}",
    "app/clouds.yaml": clouds,
    "app/index.ts": "",
    "docs/x": "",
  });
  for (const [root, found] of [
    [beside, join(beside, "clouds.yaml")],
    [inside, join(inside, "app", "clouds.yaml")],
  ] as const)
    for (const cwd of [root, join(root, "app"), join(root, "docs")]) {
      const { code, out } = await doctor(cwd, []);
      t.is(code, 0, out);
      t.true(out.startsWith(`Searched for clouds.yaml in: ${join(root, "app")}, ${root}, ${cwd}/.config/openstack, `), out);
      t.regex(out, new RegExp(`^tokyo: ok\n +configured in +${found}\n`, "m"));
    }
  const [one] = JSON.parse((await doctor(beside, ["--json"])).out);
  t.deepEqual(one.searched.slice(0, 2), [join(beside, "app"), beside]);
});

test("a project file without main, with main that is a folder, and one that cannot be read", async (t) => {
  const clouds = stringify({ clouds: { tokyo: { auth_type: "none", endpoint: "http://127.0.0.1:1" } } });
  for (const [project, folder] of [
    ["name: p\n", "."],
    ["name: p\nmain: ./app/\n", "app"],
    ["name: [", "."],
  ] as const) {
    const root = folderWith(t, { "Pulumi.yaml": project, "clouds.yaml": clouds, "app/x": "" });
    t.true((await doctor(root, ["nowhere"])).out.startsWith(`Searched for clouds.yaml in: ${join(root, folder)}, `), project);
  }
});

test("an entry that cannot be used is a problem of its own site", async (t) => {
  const tokyo = await siteFor(t);
  const folder = folderWith(t, { "clouds.yaml": `${stringify({ clouds: { tokyo: tokyo.cloud } })}  osaka: [hunter2]\n` });
  const { code, out } = await doctor(folder, []);
  t.is(code, 1);
  t.regex(out, /^tokyo: ok$/m);
  t.regex(out, /^osaka: cannot be used\n +problem +\S+clouds.yaml: the entry "osaka" has to be a mapping/m);
  t.notRegex(out, /hunter2/);
});

test("--stack without the pulumi command", async (t) => {
  const { code, err } = await doctor(folderWith(t), ["--stack", "dev"], { PATH: "/nonexistent" });
  t.is(code, 1);
  t.is(err, "--stack needs the pulumi command, and it is not on PATH\n");
});

test("--stack takes the configuration of the stack, secrets too, and prints none", async (t) => {
  const tokyo = await siteFor(t);
  const config = { "border-gateway:sites": { value: JSON.stringify({ tokyo: tokyo.cloud }), secret: true }, "other:key": { value: "x" } };
  const fake = `#!/bin/sh\n[ "$*" = "config --json --show-secrets --non-interactive --stack dev" ] || exit 9\ncat <<'END'\n${JSON.stringify(config)}\nEND\n`;
  const folder = folderWith(t, { "bin/pulumi": fake });
  const { chmodSync } = await import("node:fs");
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  const { code, out } = await doctor(folder, ["--stack", "dev"], { PATH: `${folder}/bin:${process.env.PATH}` });
  t.is(code, 0, out);
  t.regex(out, /^tokyo: ok\n +configured in +border-gateway:sites\n/m);
});
