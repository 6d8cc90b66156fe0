// SPDX-License-Identifier: Apache-2.0
// What openstacksdk reads although it is odd, and what this package refuses on purpose. Both loaders read it in openstacksdk.test.ts.
import { auth, one, only, type Surroundings, scoped, yaml } from "./writing";

/** A complete cloud, with the clouds `others` in the same file. */
const beside = (others: string) => ({ "clouds.yaml": `${yaml({ k: [scoped] })}${others}` });
const login = scoped.slice("auth: ".length);

/** What PyYAML and openstacksdk read, although it is odd. */
const odd: readonly Surroundings[] = [
  ...["", "text", "[a, b]", "5", "false", "{auth: }", "{auth: text}", "{regions: 5}", "{profile: nosuch}", "{interface: [1, {}]}"].map(
    (entry) => ({ title: `another entry: ${entry}`, files: beside(`  n: ${entry}\n`), cloud: "k" }),
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
  { title: "a closing bracket that is indented like its key", files: { "clouds.yaml": `clouds:\n  k: {\n    ${scoped}\n  }\n` } },
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
  { title: "a list that is indented like its key", files: one("regions:", "- e", "- w") },
  { title: "other keys", files: one("identity_api_version: 3", "networks: [{name: n, routes_externally: true}]", "x-note: {a: [1]}") },
];

const brackets = "Continuation lines within brackets and quotation marks must be indented more than the key that they belong to.";
const flags = "`verify` and `insecure` must be `true` or `false`";
const timeouts = "`api_timeout` and `network_timeout` must be whole numbers from 1 to 3600.";
const urls = "`auth_url` and endpoint overrides must be URLs that begin with `http://` or `https://`, without user and password.";
const domains = "A user or project name requires its domain, by name or ID.";
const passwords = "An empty password counts as missing.";
const stricter: readonly (readonly [stricter: string, files: Readonly<Record<string, string>>])[] = [
  [brackets, { "clouds.yaml": `clouds: {\nk: {${scoped}}\n}\n` }],
  [brackets, { "clouds.yaml": `clouds:\n  k:\n    ${scoped}\n    region_name: "a\n  b"\n` }],
  [flags, one("insecure: maybe")],
  [flags, one("verify: /ca.pem")],
  ["`interface` must be `public`, `internal` or `admin`", one("interface: privat")],
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
  ["`region_name` selects one of them. Any other value is an error.", one("regions: [e]", "region_name: w")],
];

export const oddSurroundings: readonly Surroundings[] = [
  ...odd,
  ...stricter.map(([sentence, files], index) => ({ title: `stricter ${index}: ${sentence}`, files, stricter: sentence })),
];
