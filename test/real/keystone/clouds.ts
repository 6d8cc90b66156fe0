// SPDX-License-Identifier: Apache-2.0
// What operators write, in one place each. Both loaders read it in openstacksdk.test.ts.
import { auth, one, only, type Surroundings, scoped, yaml } from "./writing";

const secured = (name: string, cloud = "k") => ({ [name]: yaml({ [cloud]: ["auth: {password: SECURE}"] }) });
const profile = (text: string) => ({ "clouds-public.yaml": `public-clouds:\n  corp: ${text}\n` });
const corp = profile(
  "{auth: {auth_url: 'http://corp.test/v3', user_domain_name: UD, project_domain_name: PD}, region_name: east, interface: internal}",
);
const variables = { OS_AUTH_URL: "http://e.test/v3", OS_USERNAME: "a", OS_PASSWORD: "p", OS_PROJECT_ID: "x", OS_USER_DOMAIN_ID: "d" };
const url = "auth_url: 'http://k.test/v3'";
const ud = "username: a, user_domain_name: UD";

export const surroundings: readonly Surroundings[] = [
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
  { title: "variables in addition to a file", files: one(), env: variables },
  { title: "a cloud by name in addition to variables", files: one(), env: variables, cloud: "k" },
  { title: "variables with a name", env: { ...variables, OS_CLOUD_NAME: "mine" } },
  { title: "variables of TLS", env: { ...variables, OS_CACERT: "/ca.pem" } },
  { title: "OS_INSECURE", env: { ...variables, OS_CACERT: "/ca.pem", OS_INSECURE: "true" } },
  {
    title: "a cloud named as the variables are",
    files: { "clouds.yaml": yaml({ envvars: [scoped] }) },
    env: { OS_USERNAME: "x" },
    refused: true,
  },
  { title: "project_name next to auth", files: one("project_name: beside") },
  {
    title: "dashes",
    files: only(
      "auth: {auth-url: 'http://k.test/v3', username: a, password: p, project-name: ops, user-domain-name: UD, project-domain-name: PD}",
      "region-name: r5",
    ),
  },
  { title: "tenant_name", files: only(auth(", tenant_name: ops, user_domain_name: UD, project_domain_name: PD")) },
  { title: "one domain for both", files: only(auth(", project_name: ops, domain_id: D")) },
  { title: "one domain for both, next to auth", files: only(auth(", project_name: ops"), "domain_name: D") },
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
