// SPDX-License-Identifier: Apache-2.0
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Configuration } from "../../../../provider/client/config/configuration";
import { SiteError } from "../../../../provider/client/errors";
import { folderWith } from "../../../helpers/folders";
import { settingsOf } from "../../../helpers/settings";

interface Surroundings {
  readonly stack?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Files by path below a folder that is the working folder; `home/` is the home. */
  readonly files?: Readonly<Record<string, string>>;
}

function configurationOf(t: ExecutionContext, { stack = {}, env = {}, files = {} }: Surroundings) {
  const folder = folderWith(t, files);
  const config = new Configuration(settingsOf(stack, { env, cwd: folder, home: join(folder, "home") }));
  return { folder, config };
}

/** One cloud of clouds.yaml that needs no Keystone. */
const cloud = (name: string, endpoint = `http://${name}.test`) => `  ${name}:\n    auth_type: none\n    endpoint: ${endpoint}\n`;
const clouds = (...names: string[]) => `clouds:\n${names.map((name) => cloud(name)).join("")}`;
const site = (endpoint: string) => ({ auth_type: "none", endpoint });
const fails = (t: ExecutionContext, run: () => unknown) => t.throws(run, { instanceOf: SiteError })?.message ?? "";

test("which site: by name, border-gateway:defaultSite, OS_CLOUD, OS_*, the only one, in this order", (t) => {
  const files = { "clouds.yaml": clouds("kyoto", "nara") };
  const env = { OS_CLOUD: "nara", OS_AUTH_URL: "http://env.test" };
  const stack = { "border-gateway:defaultSite": "kyoto" };
  t.is(configurationOf(t, { stack, env, files }).config.resolveName("nara"), "nara");
  t.is(configurationOf(t, { stack, env, files }).config.resolveName(), "kyoto");
  t.is(configurationOf(t, { env, files }).config.resolveName(), "nara");
  t.is(configurationOf(t, { env: { OS_AUTH_URL: "http://env.test" }, files }).config.resolveName(), "envvars");
  t.is(configurationOf(t, { files: { "clouds.yaml": clouds("kyoto") } }).config.resolveName(), "kyoto");
  t.is(configurationOf(t, { stack: { "border-gateway:sites": { osaka: site("http://o.test") } }, files }).config.resolveName(), "osaka");
});

test("several sites and none named: they are listed", (t) => {
  const { config } = configurationOf(t, { files: { "clouds.yaml": clouds("kyoto", "nara") } });
  t.is(
    fails(t, () => config.resolveName()),
    "no site is named and there are several: set the property site or border-gateway:defaultSite to one of kyoto, nara",
  );
});

test("the error without any site lists the searched places and the fix", (t) => {
  const { config, folder } = configurationOf(t, {});
  const message = fails(t, () => config.resolveName());
  t.true(message.startsWith("no site is configured: set border-gateway:sites in the stack's configuration"), message);
  t.true(message.includes(join(folder, "clouds.yaml")) && message.includes("/etc/openstack/clouds.yaml"), message);
});

test("an unknown site: did-you-mean, what there is, where it was looked for", (t) => {
  const { config, folder } = configurationOf(t, { files: { "clouds.yaml": clouds("kyoto", "nara") } });
  t.is(
    fails(t, () => config.resolveName("kioto")),
    `no site named "kioto" is configured. Did you mean "kyoto"? Configured sites: kyoto, nara (looked in border-gateway:sites of the stack's configuration and in ${join(folder, "clouds.yaml")})`,
  );
  t.false(fails(t, () => config.resolveName("mumbai")).includes("did you mean"));
});

test("the error for an unknown site lists five names with a suggestion, otherwise twenty", (t) => {
  const names = Array.from({ length: 30 }, (_, n) => `site-${String(n).padStart(2, "0")}`);
  const { config } = configurationOf(t, { files: { "clouds.yaml": clouds(...names, "kyoto") } });
  t.regex(
    fails(t, () => config.resolveName("kioto")),
    /Did you mean "kyoto"\? Configured sites: site-00, site-01, site-02, site-03, site-04 and 26 more \(looked in /,
  );
  t.regex(
    fails(t, () => config.resolveName("mumbai")),
    /^no site named "mumbai" is configured\. Configured sites: .*site-19 and 11 more \(/,
  );
});

test("clouds.yaml and secure.yaml next to Pulumi.yaml are used if the folder of main has none", (t) => {
  const at = (files: Readonly<Record<string, string>>, project = "Pulumi.yaml") => {
    const folder = folderWith(t, { [project]: "name: p", "src/app/index.ts": "", ...files });
    return { folder, config: new Configuration(settingsOf({}, { cwd: join(folder, "src/app"), home: join(folder, "home") })) };
  };
  for (const project of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
    t.deepEqual(at({ "clouds.yaml": clouds("kyoto") }, project).config.names(), ["kyoto"]);
  t.deepEqual(at({ "clouds.yaml": clouds("kyoto") }, "other.yaml").config.names(), []);
  t.deepEqual(at({ "clouds.yaml": clouds("kyoto"), "src/app/clouds.yaml": clouds("nara") }).config.names(), ["nara"]);
  t.deepEqual(at({ "clouds.yaml": clouds("kyoto"), "home/.config/openstack/clouds.yaml": clouds("nara") }).config.names(), ["kyoto"]);
  const secure = at({ "clouds.yaml": clouds("kyoto"), "secure.yaml": clouds("osaka") });
  t.deepEqual(secure.config.names(), ["kyoto", "osaka"]);
  const { folder, config } = at({});
  t.true(fails(t, () => config.resolveName("kyoto")).includes(`${join(folder, "src/app/clouds.yaml")}, ${join(folder, "clouds.yaml")}, `));
});

test("a site that a later file has: the first file hides it", (t) => {
  const files = { "clouds.yaml": clouds("kyoto"), "home/.config/openstack/clouds.yaml": clouds("nara") };
  const { config, folder } = configurationOf(t, { files });
  t.regex(
    fails(t, () => config.resolveName("nara")),
    /only the first file found is read/,
  );
  t.true(fails(t, () => config.resolveName("nara")).includes(join(folder, "home/.config/openstack/clouds.yaml")));
});

test("OS_CLIENT_CONFIG_FILE that names no file, a link to nothing among them, is told with an unknown site", (t) => {
  const folder = folderWith(t, { "clouds.yaml": clouds("kyoto") });
  symlinkSync(join(folder, "gone.yaml"), join(folder, "link.yaml"));
  for (const name of ["none.yaml", "link.yaml"]) {
    const path = join(folder, name);
    const config = new Configuration(settingsOf({}, { env: { OS_CLIENT_CONFIG_FILE: path }, cwd: folder }));
    t.is(config.resolveName(), "kyoto");
    t.true(fails(t, () => config.resolveName("nara")).endsWith(`clouds.yaml (OS_CLIENT_CONFIG_FILE names ${path}, which is not there))`));
  }
});

test("two places that disagree: which one counts, and nothing where they agree", (t) => {
  const files = {
    "clouds.yaml": clouds("kyoto", "nara"),
    "home/.config/openstack/clouds.yaml": `clouds:\n${cloud("kyoto")}${cloud("nara", "http://other.test")}`,
  };
  const { config, folder } = configurationOf(t, { files, stack: { "border-gateway:sites": { tokyo: site("http://t.test") } } });
  t.deepEqual(config.overlooked("kyoto"), []);
  t.deepEqual(config.overlooked("tokyo"), []);
  const [first, later] = Object.keys(files).map((name) => join(folder, name));
  t.deepEqual(config.overlooked("nara"), [
    `${later} says something else of "nara", which does not count: only the first file found is read, ${first}`,
  ]);
  const inline = configurationOf(t, { files, stack: { "border-gateway:sites": { kyoto: site("http://k.test") } } });
  t.is(inline.config.site("kyoto").endpoint, "http://k.test");
  t.deepEqual(inline.config.overlooked("kyoto"), [
    `${join(inline.folder, "clouds.yaml")} has a cloud "kyoto" too, which does not count: border-gateway:sites comes first`,
  ]);
});

test("clouds.yaml is looked for in OS_CLIENT_CONFIG_FILE, the working folder, XDG_CONFIG_HOME, ~/.config/openstack", (t) => {
  const files = {
    "other/mine.yaml": clouds("a"),
    "clouds.yaml": clouds("b"),
    "xdg/openstack/clouds.yaml": clouds("c"),
    "home/.config/openstack/clouds.yml": clouds("d"),
  };
  const order = Object.keys(files);
  for (const [index, expected] of ["a", "b", "c", "d"].entries()) {
    const left = Object.fromEntries(Object.entries(files).filter(([name]) => order.indexOf(name) >= index));
    const folder = folderWith(t, left);
    const env = { MINE: "mine", OS_CLIENT_CONFIG_FILE: `${folder}/other/$MINE.yaml`, XDG_CONFIG_HOME: join(folder, "xdg") };
    const config = new Configuration(settingsOf({}, { env, cwd: folder, home: join(folder, "home") }));
    t.deepEqual(config.names(), [expected]);
  }
});

test("clouds.json and ~ in OS_CLIENT_CONFIG_FILE", (t) => {
  const files = { "home/c.json": JSON.stringify({ clouds: { kyoto: site("http://k.test") } }) };
  const { config } = configurationOf(t, { env: { OS_CLIENT_CONFIG_FILE: "~/c.json" }, files });
  t.is(config.site("kyoto").endpoint, "http://k.test");
});

test("secure.yaml wins over clouds.yaml, inside of auth too", (t) => {
  const files = {
    "clouds.yaml":
      "clouds:\n  kyoto:\n    auth_type: http_basic\n    auth: {username: alice, password: wrong, endpoint: 'http://k.test'}\n",
    "secure.yaml": "clouds:\n  kyoto:\n    auth:\n      password: right\n",
  };
  const { auth } = configurationOf(t, { files }).config.site("kyoto");
  t.is(auth.type === "http_basic" && auth.username, "alice");
  t.is(auth.type === "http_basic" && auth.password.reveal(), "right");
});

test("OS_CLIENT_SECURE_FILE", (t) => {
  const folder = folderWith(t, {
    "clouds.yaml": "clouds: {kyoto: {auth_type: admin_token, endpoint: 'http://k.test'}}",
    "elsewhere.yaml": "clouds: {kyoto: {auth: {token: t0ken}}}",
  });
  const config = new Configuration(settingsOf({}, { cwd: folder, env: { OS_CLIENT_SECURE_FILE: join(folder, "elsewhere.yaml") } }));
  const { auth } = config.site("kyoto");
  t.is(auth.type === "admin_token" && auth.token.reveal(), "t0ken");
});

test("a profile of clouds-public.yaml lies under the cloud's own values; a missing one is an error", (t) => {
  const files = {
    "clouds.yaml": "clouds:\n  kyoto: {profile: corp, region_name: west, auth: {token: t}}\n  nara: {profile: none-such}\n",
    "clouds-public.yaml": "public-clouds:\n  corp: {auth_type: admin_token, endpoint: 'http://corp.test', region_name: east}\n",
  };
  const { config } = configurationOf(t, { files });
  t.is(config.site("kyoto").endpoint, "http://corp.test");
  t.is(config.site("kyoto").region, "west");
  t.regex(
    fails(t, () => config.site("nara")),
    /there is no profile "none-such" in a clouds-public.yaml/,
  );
});

test("regions with values of their own: the first, the named one, and cloud/region as a site", (t) => {
  const regions = `    regions:\n    - name: east\n      values: {endpoint: 'http://east.test'}\n    - west\n    - name: north\n      values: {endpoint: 'http://north.test'}\n`;
  const { config } = configurationOf(t, { files: { "clouds.yaml": clouds("corp") + regions } });
  t.is(config.site("corp").endpoint, "http://east.test");
  t.is(config.site("corp").region, "east");
  t.is(config.site("corp/north").endpoint, "http://north.test");
  t.is(config.site("corp/north").name, "corp/north");
  t.is(config.site("corp/west").endpoint, "http://corp.test");
  t.is(config.resolveName("corp/west"), "corp/west");
  t.regex(
    fails(t, () => config.site("corp/south")),
    /region "south" is not among its regions: east, west, north$/,
  );
});

test("OS_* variables are a cloud of their own, and refine the cloud that OS_CLOUD names, no other", (t) => {
  const files = { "clouds.yaml": clouds("kyoto", "nara") };
  const env = { OS_AUTH_TYPE: "none", OS_ENDPOINT: "http://env.test", OS_REGION_NAME: "r1" };
  const alone = configurationOf(t, { env, files }).config;
  t.is(alone.site("envvars").endpoint, "http://env.test");
  t.is(alone.site("envvars").region, "r1");
  t.is(alone.site("kyoto").region, undefined);
  const named = configurationOf(t, { env: { OS_CLOUD: "kyoto", OS_REGION_NAME: "r2" }, files }).config;
  t.is(named.site("kyoto").region, "r2");
  t.is(named.site("nara").region, undefined);
  const renamed = configurationOf(t, { env: { ...env, OS_CLOUD_NAME: "mine" }, files }).config;
  t.is(renamed.resolveName(), "mine");
});

test("variables of test tools and logging do not define a cloud", (t) => {
  const { config } = configurationOf(t, { env: { OS_TEST_PATH: "x", OS_LOG_LEVEL: "y", OS_STDOUT_CAPTURE: "1", OS_REGION_NAME: "r" } });
  t.deepEqual(config.names(), []);
});

test("a cloud named as the OS_* cloud is refused", (t) => {
  const { config } = configurationOf(t, { env: { OS_AUTH_URL: "http://e.test" }, files: { "clouds.yaml": clouds("envvars") } });
  t.regex(
    fails(t, () => config.names()),
    /has a cloud named "envvars", which is also the name of what the OS_\* variables say/,
  );
});

test("a site of stack configuration starts from a cloud of clouds.yaml where it names one", (t) => {
  const stack = { "border-gateway:sites": { tokyo: { cloud: "kyoto", region_name: "r1" }, lost: { cloud: "kyotu" } } };
  const { config } = configurationOf(t, { stack, files: { "clouds.yaml": clouds("kyoto") } });
  t.is(config.site("tokyo").endpoint, "http://kyoto.test");
  t.is(config.site("tokyo").region, "r1");
  t.regex(
    fails(t, () => config.site("lost")),
    /there is no cloud "kyotu" in .*clouds.yaml; did you mean "kyoto"\?/,
  );
});

test("the configuration of @pulumi/openstack is taken where there are no sites of ours", (t) => {
  const openstack = {
    "openstack:authUrl": "http://k.test:5000/v3",
    "openstack:userName": "alice",
    "openstack:password": "pw",
    "openstack:tenantName": "ops",
    "openstack:region": "r1",
    "openstack:endpointOverrides": JSON.stringify({ network: "http://n.test:9696/v2.0/" }),
  };
  const { config } = configurationOf(t, { stack: openstack, env: { OS_CLOUD: "kyoto" }, files: { "clouds.yaml": clouds("kyoto") } });
  const name = config.resolveName();
  t.is(name, "pulumi-openstack");
  const site = config.site(name);
  t.is(site.endpoint, "http://n.test:9696");
  t.is(site.region, "r1");
  t.deepEqual(site.auth.type === "keystone" && site.auth.scope, { kind: "project", project: { name: "ops", domainId: "default" } });
  const ours = configurationOf(t, {
    stack: { ...openstack, "border-gateway:sites": { tokyo: { auth_type: "none", endpoint: "http://t.test" } } },
  });
  t.is(ours.config.resolveName(), "tokyo");
  const named = configurationOf(t, {
    stack: { "openstack:cloud": "nara", "openstack:region": "r2" },
    files: { "clouds.yaml": clouds("nara") },
  });
  t.is(named.config.site(named.config.resolveName()).endpoint, "http://nara.test");
  t.is(named.config.site(named.config.resolveName()).region, "r2");
});

const broken = [
  {
    title: "invalid YAML",
    name: "clouds.yaml",
    text: "clouds:\n  kyoto: {auth: {password: hunter2\n",
    reason: /is not valid YAML: line \d+, column \d+ \(\w+\)$/,
  },
  { title: "an alias to nothing", name: "clouds.yaml", text: "clouds: {a: *hunter2}\n", reason: /is not valid YAML/ },
  { title: "invalid JSON", name: "clouds.json", text: '{"clouds": hunter2}', reason: /clouds.json is not valid JSON$/ },
  { title: "a list", name: "clouds.yaml", text: "- hunter2\n", reason: /has to hold a mapping with the key "clouds"$/ },
  { title: "clouds that are a text", name: "clouds.yaml", text: "clouds: hunter2\n", reason: /"clouds" has to be a mapping of names$/ },
];
for (const { title, name, text, reason } of broken) {
  test(`a file with ${title}: where, and not what`, (t) => {
    const { config } = configurationOf(t, { files: { [name]: text } });
    const message = fails(t, () => config.names());
    t.regex(message, reason);
    t.notRegex(message, /hunter2/);
  });
}

test("a broken file does not affect a site of the stack configuration", (t) => {
  for (const name of ["clouds.yaml", "secure.yaml", "clouds-public.yaml"]) {
    const { config } = configurationOf(t, { stack: { "border-gateway:sites": { tokyo: site("http://t.test") } }, files: { [name]: "{" } });
    t.is(config.site(config.resolveName("tokyo")).endpoint, "http://t.test");
    t.is(config.resolveName(), "tokyo");
  }
});

test("a file that cannot be read", (t) => {
  const { config, folder } = configurationOf(t, { files: { "clouds.yaml/x": "" } });
  chmodSync(folder, 0o755);
  t.regex(
    fails(t, () => config.names()),
    /clouds.yaml cannot be read \(EISDIR\)$/,
  );
});

for (const [title, text] of [
  ["no JSON", "{secret: hunter2"],
  ["a list", '["hunter2"]'],
] as const) {
  test(`border-gateway:sites that is ${title}`, (t) => {
    const { config } = configurationOf(t, { stack: { "border-gateway:sites": text } });
    const message = fails(t, () => config.resolveName());
    t.regex(message, /^border-gateway:sites/);
    t.notRegex(message, /hunter2/);
  });
}

for (const entry of ["hunter2", "[hunter2]", "5", "false"]) {
  test(`an entry that is ${entry} is refused where it is used, and the others are not`, (t) => {
    const bad = (name: string) => `  ${name}: ${entry}\n`;
    const files = {
      "clouds.yaml": clouds("kyoto") + bad("nara") + bad("osaka"),
      "secure.yaml": `clouds:\n${cloud("kyoto")}${bad("sakai")}`,
    };
    const inline = { tokyo: site("http://t.test"), mito: entry };
    const { config, folder } = configurationOf(t, { files, stack: { "border-gateway:sites": inline } });
    t.deepEqual(config.names(), ["tokyo", "mito", "kyoto", "nara", "osaka", "sakai"]);
    t.is(config.site("kyoto").endpoint, "http://kyoto.test");
    t.is(config.site("tokyo").endpoint, "http://t.test");
    t.deepEqual(config.overlooked("kyoto"), []);
    for (const [name, file] of [
      ["nara", "clouds.yaml"],
      ["osaka", "clouds.yaml"],
      ["sakai", "secure.yaml"],
    ] as const)
      t.is(
        fails(t, () => config.site(name)),
        `${join(folder, file)}: the entry "${name}" has to be a mapping with the keys of a cloud`,
      );
    t.is(
      fails(t, () => config.site("mito")),
      'border-gateway:sites: the entry "mito" has to be an object with the keys of a cloud in clouds.yaml',
    );
  });
}

test("an entry of nothing is an empty one, and a profile that cannot be used harms only who names it", (t) => {
  const files = {
    "clouds.yaml": "clouds:\n  kyoto:\n  nara: {profile: odd, auth_type: none, endpoint: 'http://n.test'}\n  osaka: {profile: good}\n",
    "clouds-public.yaml": "public-clouds: {odd: 5, good: {auth_type: none, endpoint: 'http://g.test'}}",
  };
  const { config } = configurationOf(t, { files });
  t.regex(
    fails(t, () => config.site("kyoto")),
    /^site kyoto .*: auth_url is missing|^site kyoto .*: username is missing/,
  );
  t.regex(
    fails(t, () => config.site("nara")),
    /clouds-public.yaml: the entry "odd" has to be a mapping/,
  );
  t.is(config.site("osaka").endpoint, "http://g.test");
});

test("scalars of YAML stay what was written", (t) => {
  const files = {
    "clouds.yaml":
      "base: &base {auth_type: http_basic, endpoint: 'http://k.test', insecure: yes}\nclouds:\n  kyoto:\n    <<: *base\n    username: ~\n    auth: {username: 1e3, password: 007}\n",
  };
  const site = configurationOf(t, { files }).config.site("kyoto");
  t.is(site.auth.type === "http_basic" && site.auth.username, "1e3");
  t.is(site.auth.type === "http_basic" && site.auth.password.reveal(), "007");
  t.false(site.verify);
});
