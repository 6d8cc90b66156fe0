// SPDX-License-Identifier: Apache-2.0
import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import test from "ava";
import { liveValidation } from "../../../provider/client/config/stackSettings";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { asStackConfig, changedSettings, checkConfig } from "../../../provider/pluginHost/providerConfig";
import { PluginClient } from "./pluginClient";

const sites = { tokyo: { password: "hunter2" } };

test("sites are secret whether the user has marked them or not", async (t) => {
  const client = await PluginClient.start(t);
  const { props, secrets, failures } = await client.checkConfig({ sites: JSON.stringify(sites), defaultSite: "tokyo" });
  t.deepEqual(failures, []);
  t.deepEqual([...secrets], ["sites"]);
  t.deepEqual(props, { sites: JSON.stringify(sites), defaultSite: "tokyo" });
});

test("a typo is refused with a suggestion; what the engine and older releases send is accepted", (t) => {
  const [failure, ...others] = checkConfig({ defaultsite: "tokyo" });
  t.deepEqual(others, []);
  t.deepEqual(failure?.path, ["defaultsite"]);
  t.regex(failure?.reason ?? "", /^unknown setting "defaultsite"\. Did you mean "defaultSite"\? Valid settings: sites, defaultSite/);
  const accepted = {
    version: "0.1.0",
    pluginDownloadURL: "x",
    __internal: {},
    cloud: "a",
    validate: "live",
    siteMoved: "[]",
    usePlugin: "true",
  };
  t.deepEqual(checkConfig(accepted), []);
});

test("sites and liveValidation have to be what they are, and the messages hold no password", (t) => {
  for (const wrong of ["hunter2", "[1]", 3, true]) t.regex(checkConfig({ sites: wrong })[0]?.reason ?? "", /^sites must be an object/);
  t.false(JSON.stringify(checkConfig({ sites: "hunter2" })).includes("hunter2"));
  for (const good of [sites, JSON.stringify(sites), UNKNOWN, { tokyo: UNKNOWN }, "", null]) t.deepEqual(checkConfig({ sites: good }), []);
  t.deepEqual(checkConfig({ liveValidation: "fals" })[0]?.reason, 'liveValidation must be true or false; got "fals"');
});

test("a changed password is a change of the provider that replaces nothing, and a value as text equals the same value as an object", async (t) => {
  const client = await PluginClient.start(t);
  const response = await client.diffConfig({ sites: JSON.stringify(sites) }, { sites: JSON.stringify({ tokyo: { password: "other" } }) });
  t.is(response.getChanges(), DiffResponse.DiffChanges.DIFF_SOME);
  t.deepEqual(response.getReplacesList(), []);
  t.deepEqual(changedSettings({ sites, version: "1" }, { sites: JSON.stringify(sites), version: "2" }), []);
});

test("settings have their stack configuration form, each under the name that the user gave", (t) => {
  const config = asStackConfig({ sites, defaultSite: "tokyo", liveValidation: "false", endpointChangedSites: ["tokyo"] });
  t.deepEqual(
    ["sites", "defaultSite", "liveValidation", "endpointChangedSites", "cloud"].map((name) => config(`border-gateway:${name}`)),
    [JSON.stringify(sites), "tokyo", "false", '["tokyo"]', undefined],
  );
  t.is(config("openstack:password"), undefined);
  t.false(liveValidation(asStackConfig({ liveValidation: false })));
  t.false(liveValidation(asStackConfig({ validate: "offline" })));
});
