// SPDX-License-Identifier: Apache-2.0
// Rules of openstacksdk that are easy to miss; test/real/keystone/openstacksdk.test.ts asks openstacksdk itself.
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Configuration } from "../../../../provider/client/config/configuration";
import { folderWith } from "../../../helpers/folders";
import { settingsOf } from "../../../helpers/settings";

function configurationOf(t: ExecutionContext, files: Record<string, string>, env: NodeJS.ProcessEnv = {}, stack = {}): Configuration {
  const folder = folderWith(t, files);
  return new Configuration(settingsOf(stack, { env, cwd: folder, home: join(folder, "home") }));
}

const cloud = "{auth_type: none, endpoint: 'http://n.test'}";
const profiles = (regions: string) => ({ "clouds-public.yaml": `public-clouds: {corp: {regions: ${regions}}}` });
const login = "{auth_url: 'http://k.test', username: a, password: p, user_domain_id: d}";

test("secure.yaml alone can define a cloud", (t) => {
  const alone = configurationOf(t, { "secure.yaml": `clouds: {kyoto: ${cloud}}` });
  t.is(alone.resolveName(), "kyoto");
  t.is(alone.site("kyoto").endpoint, "http://n.test");
  const beside = configurationOf(t, { "clouds.yaml": `clouds: {nara: ${cloud}}`, "secure.yaml": `clouds: {kyoto: ${cloud}}` });
  t.deepEqual(beside.names(), ["nara", "kyoto"]);
});

test("a profile that is named in secure.yaml", (t) => {
  const files = { "clouds.yaml": `clouds: {kyoto: ${cloud}}`, "secure.yaml": "clouds: {kyoto: {profile: corp}}", ...profiles("[east]") };
  t.is(configurationOf(t, files).site("kyoto").region, "east");
});

test("several names in region_name: the first, and any by cloud/region", (t) => {
  for (const written of ["'east,west'", "[east, west]"]) {
    const config = configurationOf(t, {
      "clouds.yaml": `clouds: {kyoto: {auth_type: none, endpoint: 'http://n.test', region_name: ${written}}}`,
    });
    t.is(config.site("kyoto").region, "east");
    t.is(config.site("kyoto/west").region, "west");
  }
});

test("the regions of a profile give way to a region of the cloud's own, listed or not", (t) => {
  for (const region of ["west", "south"]) {
    const files = {
      "clouds.yaml": `clouds: {kyoto: {auth_type: none, endpoint: 'http://n.test', profile: corp, region_name: ${region}}}`,
      ...profiles("[east, {name: west, values: {interface: admin}}]"),
    };
    const site = configurationOf(t, files).site("kyoto");
    t.is(site.region, region);
    t.deepEqual(site.interfaces, ["public"]);
  }
});

test("a profile that is not known here does no harm where the cloud has auth_url", (t) => {
  const config = configurationOf(t, { "clouds.yaml": `clouds: {kyoto: {profile: ovh, auth: ${login}}}` });
  const { auth } = config.site("kyoto");
  t.is(auth.type === "keystone" && auth.authUrl, "http://k.test");
});

test("OS_REGION_NAME alone is about the cloud that is taken without being named: the only one", (t) => {
  const env = { OS_REGION_NAME: "west" };
  t.is(configurationOf(t, { "clouds.yaml": `clouds: {kyoto: ${cloud}}` }, env).site("kyoto").region, "west");
  t.is(configurationOf(t, { "clouds.yaml": `clouds: {kyoto: ${cloud}, nara: ${cloud}}` }, env).site("kyoto").region, undefined);
  const stack = { "border-gateway:sites": { osaka: { auth_type: "none", endpoint: "http://o.test" } } };
  t.is(configurationOf(t, { "clouds.yaml": `clouds: {kyoto: ${cloud}}` }, env, stack).site("kyoto").region, undefined);
});

test("a message names the file, not the environment that only chose the cloud", (t) => {
  const config = configurationOf(t, { "clouds.yaml": "clouds: {kyoto: {region_name: r}, nara: {}}" }, { OS_CLOUD: "kyoto" });
  t.throws(() => config.site("kyoto"), { message: /^site kyoto \(\S+clouds.yaml\): username is missing/ });
});

const readable: readonly [title: string, text: string][] = [
  ["the last of equal keys", `clouds: {kyoto: {auth_type: none, endpoint: 'http://first.test', endpoint: 'http://n.test'}}`],
  ["the last of equal clouds", `clouds:\n  kyoto: {}\n  kyoto: ${cloud}\n`],
  ["CR as the end of a line", `clouds:\r  kyoto: ${cloud}\r`],
  ["a comment right after a quotation mark", `clouds:\n  kyoto:\n    auth_type: "none"#c\n    endpoint: 'http://n.test'\n`],
  ["many aliases", `a: &a {x: y}\nl: [${Array(1500).fill("*a").join(", ")}]\nclouds: {kyoto: ${cloud}}\n`],
];
for (const [title, text] of readable)
  test(`a file that openstacksdk reads: ${title}`, (t) => {
    t.is(configurationOf(t, { "clouds.yaml": text }).site("kyoto").endpoint, "http://n.test");
  });
