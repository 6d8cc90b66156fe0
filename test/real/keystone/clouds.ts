// SPDX-License-Identifier: Apache-2.0
// What operators write, in one place each. Both loaders read it in openstacksdk.test.ts.

export interface Surroundings {
  readonly title: string;
  /** Files by path below the working folder; `home/` is the home. */
  readonly files?: Readonly<Record<string, string>>;
  /** `HERE` in a value is the working folder. */
  readonly env?: Readonly<Record<string, string>>;
  /** The cloud that is asked for; the default one where absent. */
  readonly cloud?: string;
  /** True where both have to refuse it. */
  readonly refused?: true;
  /** The sentence of docs/login.md by which we refuse what openstacksdk reads. */
  readonly stricter?: string;
}

const auth = (more = "") => `auth: {auth_url: 'http://k.test/v3', username: a, password: p${more}}`;
const scoped = auth(", project_name: ops, user_domain_name: UD, project_domain_name: PD");
const yaml = (clouds: Readonly<Record<string, readonly string[]>>) =>
  `clouds:\n${Object.entries(clouds)
    .map(([name, lines]) => `  ${name}:\n${lines.map((line) => `    ${line}\n`).join("")}`)
    .join("")}`;
/** One cloud with a complete login, and what is written beside it. */
const one = (...lines: string[]) => ({ "clouds.yaml": yaml({ k: [scoped, ...lines] }) });
/** One cloud of these lines alone. */
const only = (...lines: string[]) => ({ "clouds.yaml": yaml({ k: lines }) });
const secured = (name: string, cloud = "k") => ({ [name]: yaml({ [cloud]: ["auth: {password: SECURE}"] }) });
const profile = (text: string) => ({ "clouds-public.yaml": `public-clouds:\n  corp: ${text}\n` });
const corp = profile(
  "{auth: {auth_url: 'http://corp.test/v3', user_domain_name: UD, project_domain_name: PD}, region_name: east, interface: internal}",
);
const variables = { OS_AUTH_URL: "http://e.test/v3", OS_USERNAME: "a", OS_PASSWORD: "p", OS_PROJECT_ID: "x", OS_USER_DOMAIN_ID: "d" };
const url = "auth_url: 'http://k.test/v3'";
const ud = "username: a, user_domain_name: UD";

/** A complete cloud, with `others` beside it. */
const beside = (others: string) => ({ "clouds.yaml": `${yaml({ k: [scoped] })}${others}` });
const login = scoped.slice("auth: ".length);

/** What PyYAML and openstacksdk read, although it is odd. */
const odd: readonly Surroundings[] = [
  ...["", "text", "[a, b]", "5", "false", "{auth: }", "{auth: text}", "{regions: 5}", "{profile: nosuch}", "{interface: [1, {}]}"].map(
    (entry) => ({ title: `an entry beside: ${entry}`, files: beside(`  n: ${entry}\n`), cloud: "k" }),
  ),
  { title: "equal keys in a cloud", files: one("region_name: a", "region_name: b") },
  { title: "equal keys in auth", files: only(scoped.replace("}", ", username: b}")) },
  { title: "equal clouds", files: beside(`  k:\n    ${scoped}\n    region_name: second\n`) },
  { title: "equal roots", files: { "clouds.yaml": `clouds: {x: {}}\n${yaml({ k: [scoped] })}` } },
  { title: "CR alone", files: { "clouds.yaml": yaml({ k: [scoped, "region_name: r"] }).replaceAll("\n", "\r") } },
  {
    title: "CRLF and a byte order mark",
    files: { "clouds.yaml": `\ufeff${yaml({ k: [scoped, "region_name: r"] })}`.replaceAll("\n", "\r\n") },
  },
  { title: "a comment right after a quotation mark", files: one('region_name: "r"#c') },
  { title: "a bracket that closes beside its key", files: { "clouds.yaml": `clouds:\n  k: {\n    ${scoped}\n  }\n` } },
  {
    title: "1,500 aliases",
    files: { "clouds.yaml": `a: &a {x: y}\nl: [${Array(1500).fill("*a").join(", ")}]\n${yaml({ k: [scoped] })}` },
  },
  {
    title: "aliases of aliases",
    files: { "clouds.yaml": `a: &a [1, 2, 3]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n${yaml({ k: [scoped] })}` },
  },
  {
    title: "two merge keys",
    files: {
      "clouds.yaml": `a: &a {region_name: ra}\nb: &b {interface: internal}\nclouds:\n  k:\n    <<: *a\n    <<: *b\n    ${scoped}\n`,
    },
  },
  {
    title: "a list of merges",
    files: { "clouds.yaml": `a: &a {region_name: ra}\nb: &b {region_name: rb}\nclouds:\n  k:\n    <<: [*a, *b]\n    ${scoped}\n` },
  },
  { title: "a cloud that is an alias", files: { "clouds.yaml": `b: &b {auth: ${login}}\nclouds: {k: *b}\n` } },
  { title: "%YAML 1.1", files: { "clouds.yaml": `%YAML 1.1\n---\n${yaml({ k: [scoped, "region_name: r"] })}...\n` } },
  { title: "tags", files: one("region_name: !!str 5", 'api_timeout: !!int "5"') },
  { title: "a list beside its key", files: one("regions:", "- e", "- w") },
  { title: "other keys", files: one("identity_api_version: 3", "networks: [{name: n, routes_externally: true}]", "x-note: {a: [1]}") },
];

const brackets = "Continuation lines within brackets and quotation marks have to be indented more than the key that they belong to.";
const flags = "`verify` and `insecure` have to be `true` or `false`";
const timeouts = "`api_timeout` and `network_timeout` have to be whole numbers from 1 to 3600.";
const urls = "`auth_url` and endpoint overrides have to be URLs that begin with `http://` or `https://`, without user and password.";
const domains = "A user or project name requires its domain, by name or id.";
const passwords = "an empty password is a missing one";
const stricter: readonly (readonly [stricter: string, files: Readonly<Record<string, string>>])[] = [
  [brackets, { "clouds.yaml": `clouds: {\nk: {${scoped}}\n}\n` }],
  [brackets, { "clouds.yaml": `clouds:\n  k:\n    ${scoped}\n    region_name: "a\n  b"\n` }],
  [flags, one("insecure: maybe")],
  [flags, one("verify: /ca.pem")],
  ["`interface` has to be `public`, `internal` or `admin`", one("interface: privat")],
  ...["0", "7.5", "9999", "soon"].map((text) => [timeouts, one(`api_timeout: ${text}`)] as const),
  [timeouts, one("network_timeout: -1")],
  [urls, only(scoped.replace("k.test", "u:p@k.test"))],
  [urls, only(scoped.replace("http://k.test", "k.test:5000"))],
  [urls, one("network_endpoint_override: neutron.test")],
  [domains, only(auth(", project_name: ops"))],
  [domains, only(auth(", project_name: ops, user_domain_name: UD"))],
  ["Only one of project, domain, system and trust can be the scope.", only(scoped.replace("}", ", system_scope: all}"))],
  [passwords, only(scoped.replace("password: p", "password: ''"))],
  [passwords, only(scoped.replace("password: p", "password: null"))],
  ["has to be one of them", one("regions: [e]", "region_name: w")],
];

export const surroundings: readonly Surroundings[] = [
  ...odd,
  ...stricter.map(([sentence, files], index) => ({ title: `stricter ${index}: ${sentence}`, files, stricter: sentence })),
  { title: "one cloud is the default", files: one("region_name: r1") },
  { title: "OS_CLOUD", files: { "clouds.yaml": yaml({ k: [scoped], n: [scoped, "region_name: rn"] }) }, env: { OS_CLOUD: "n" } },
  { title: "a cloud by name", files: { "clouds.yaml": yaml({ k: [scoped], n: [scoped, "region_name: rn"] }) }, cloud: "n" },
  { title: "an unknown cloud", files: one(), cloud: "kk", refused: true },
  { title: "several and no default", files: { "clouds.yaml": yaml({ k: [scoped], n: [scoped] }) }, refused: true },
  {
    title: "OS_CLIENT_CONFIG_FILE",
    files: { "x/o.yaml": yaml({ o: [scoped] }), ...one() },
    env: { OS_CLIENT_CONFIG_FILE: "HERE/x/o.yaml" },
  },
  { title: "OS_CLIENT_CONFIG_FILE that is not there", files: one(), env: { OS_CLIENT_CONFIG_FILE: "HERE/x/none.yaml" } },
  {
    title: "XDG_CONFIG_HOME before ~/.config",
    files: { "home/.config/openstack/clouds.yaml": yaml({ h: [scoped] }), "xdg/openstack/clouds.yaml": yaml({ x: [scoped] }) },
    env: { XDG_CONFIG_HOME: "HERE/xdg" },
  },
  { title: "~/.config/openstack", files: { "home/.config/openstack/clouds.yaml": yaml({ h: [scoped] }) } },
  { title: "yml before json", files: { "clouds.json": '{"clouds": {"j": {}}}', "clouds.yml": yaml({ y: [scoped] }) } },
  { title: "secure.yaml", files: { ...one(), ...secured("secure.yaml") } },
  { title: "secure.yaml of another folder", files: { ...one(), ...secured("home/.config/openstack/secure.yaml") } },
  {
    title: "OS_CLIENT_SECURE_FILE",
    files: { ...one(), ...secured("s.yaml"), "secure.yaml": yaml({ k: ["auth: {password: NO}"] }) },
    env: { OS_CLIENT_SECURE_FILE: "HERE/s.yaml" },
  },
  { title: "secure.yaml alone", files: { "secure.yaml": yaml({ k: [scoped] }) } },
  { title: "a cloud of secure.yaml alone", files: { ...one(), "secure.yaml": yaml({ n: [scoped] }) }, cloud: "n" },
  { title: "a profile", files: { ...only("profile: corp", "auth: {username: a, password: p, project_name: ops}"), ...corp } },
  {
    title: "a profile by its old key",
    files: { ...only("cloud: corp", "auth: {username: a, password: p, project_name: ops}", "region_name: west"), ...corp },
  },
  {
    title: "a profile with regions",
    files: { ...one("profile: corp"), ...profile("{regions: [{name: e, values: {interface: admin}}, w]}") },
  },
  ...["w", "zz"].map((region) => ({
    title: `a profile with regions, and the cloud's own ${region}`,
    files: { ...one("profile: corp", `region_name: ${region}`), ...profile("{regions: [e, {name: w, values: {interface: admin}}]}") },
  })),
  { title: "a profile that there is not", files: one("profile: nosuch") },
  { title: "regions with values", files: one("regions: [{name: e, values: {interface: admin, auth: {project_name: east}}}, w]") },
  { title: "OS_REGION_NAME among regions", files: one("regions: [e, w]"), env: { OS_CLOUD: "k", OS_REGION_NAME: "w" } },
  { title: "OS_REGION_NAME not among regions", files: one("regions: [e, w]"), env: { OS_CLOUD: "k", OS_REGION_NAME: "s" }, refused: true },
  { title: "OS_REGION_NAME for the only cloud", files: one(), env: { OS_REGION_NAME: "r7" } },
  { title: "several in region_name", files: one("region_name: 'e,w'") },
  { title: "no regions", files: one("regions: []") },
  { title: "variables alone", env: { ...variables, OS_REGION_NAME: "r9", OS_INTERFACE: "internal", OS_IDENTITY_API_VERSION: "3" } },
  {
    title: "variables by old names",
    env: {
      OS_AUTH_URL: "http://e.test/v3",
      OS_USERNAME: "a",
      OS_PASSWORD: "p",
      OS_TENANT_NAME: "ops",
      OS_DEFAULT_DOMAIN_ID: "dd",
      OS_ENDPOINT_TYPE: "internalURL",
    },
  },
  { title: "variables beside a file", files: one(), env: variables },
  { title: "a cloud by name beside variables", files: one(), env: variables, cloud: "k" },
  { title: "variables with a name", env: { ...variables, OS_CLOUD_NAME: "mine" } },
  { title: "variables of TLS", env: { ...variables, OS_CACERT: "/ca.pem" } },
  { title: "OS_INSECURE", env: { ...variables, OS_CACERT: "/ca.pem", OS_INSECURE: "true" } },
  {
    title: "a cloud named as the variables are",
    files: { "clouds.yaml": yaml({ envvars: [scoped] }) },
    env: { OS_USERNAME: "x" },
    refused: true,
  },
  { title: "project_name beside auth", files: one("project_name: beside") },
  {
    title: "dashes",
    files: only(
      "auth: {auth-url: 'http://k.test/v3', username: a, password: p, project-name: ops, user-domain-name: UD, project-domain-name: PD}",
      "region-name: r5",
    ),
  },
  { title: "tenant_name", files: only(auth(", tenant_name: ops, user_domain_name: UD, project_domain_name: PD")) },
  { title: "one domain for both", files: only(auth(", project_name: ops, domain_id: D")) },
  { title: "one domain for both, beside auth", files: only(auth(", project_name: ops"), "domain_name: D") },
  { title: "domain scope", files: only(auth(", user_domain_name: UD, domain_name: D")) },
  { title: "a default domain", files: only(auth(", project_name: ops, default_domain_id: default")) },
  { title: "system scope", files: only(auth(", user_domain_id: ud, system_scope: all")) },
  { title: "a trust", files: only(auth(", user_domain_id: ud, trust_id: t")) },
  {
    title: "application credential",
    files: only("auth_type: v3applicationcredential", `auth: {${url}, application_credential_id: i, application_credential_secret: s}`),
  },
  {
    title: "application credential by name",
    files: only(
      "auth_type: v3applicationcredential",
      `auth: {${url}, application_credential_name: n, application_credential_secret: s, ${ud}}`,
    ),
  },
  { title: "token", files: only("auth_type: v3token", `auth: {${url}, token: t, project_id: x}`) },
  { title: "TOTP", files: only("auth_type: v3totp", `auth: {${url}, ${ud}, passcode: '012345', project_id: x}`) },
  ...["'v3password,v3totp'", "[v3password, v3totp]"].map((methods) => ({
    title: `several factors: ${methods}`,
    files: only(
      "auth_type: v3multifactor",
      `auth_methods: ${methods}`,
      `auth: {${url}, ${ud}, password: p, passcode: '012345', project_id: x}`,
    ),
  })),
  { title: "none", files: only("auth_type: none", "auth: {endpoint: 'http://n.test:9696'}") },
  { title: "http_basic", files: only("auth_type: http_basic", "auth: {endpoint: 'http://n.test:9696', username: a, password: p}") },
  { title: "admin_token", files: only("auth_type: admin_token", "auth: {endpoint: 'http://n.test:9696', token: t}") },
  { title: "token_endpoint", files: only("auth_type: token_endpoint", "auth: {url: 'http://n.test:9696', token: t}") },
  ...[
    "network_endpoint_override: 'http://n.test:9696'",
    "network_endpoint: 'http://n.test:9696'",
    "interface: internal",
    "endpoint_type: internalURL",
  ].map((line) => ({
    title: line,
    files: one(line),
  })),
  {
    title: "an interface for the network alone",
    files: one("interface: admin", "network_interface: internal", "network_region_name: rn", "region_name: r"),
  },
  { title: "another service", files: one("network_service_type: net2", "network_service_name: neu") },
  ...["insecure: true", "insecure: 'True'", "insecure: 'no'", "verify: false", "api_timeout: 7", "network_timeout: 9"].map((line) => ({
    title: line,
    files: one(line, "cacert: ~/ca.pem"),
  })),
  { title: "verify and insecure", files: one("verify: true", "insecure: true") },
  { title: "~ in paths", files: one("cacert: ~/ca.pem", "cert: ~/c.pem", "key: ~/k.pem") },
  {
    title: "braces",
    files: only(
      "auth: {auth_url: 'http://{region_name}.test/v3', username: a, password: 'p{x}', project_id: x, user_domain_id: d}",
      "region_name: r1",
    ),
  },
  {
    title: "numbers",
    files: only("auth: {auth_url: 'http://k.test/v3', username: 12, password: '007', project_id: 34, user_domain_id: d}"),
  },
  {
    title: "merge keys",
    files: { "clouds.yaml": `base: &b {region_name: rb, interface: internal}\nclouds:\n  k:\n    <<: *b\n    ${scoped}\n` },
  },
];
