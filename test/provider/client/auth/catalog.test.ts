// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { catalogOf, networkUrl } from "../../../../provider/client/auth/catalog";
import { SiteError } from "../../../../provider/client/errors";

const endpoint = (kind: string, region: string, url: string) => ({ interface: kind, region, region_id: region, url });
const catalog = catalogOf([
  { type: "identity", endpoints: [endpoint("public", "east", "http://k.test")] },
  {
    type: "network",
    name: "neutron",
    endpoints: [
      endpoint("admin", "east", "http://admin.east.test"),
      endpoint("public", "east", "http://public.east.test"),
      endpoint("public", "west", "http://public.west.test"),
    ],
  },
]);
const url = (interfaces: string[], region?: string) =>
  networkUrl("tokyo", catalog, { interfaces, ...(region === undefined ? {} : { region }) });
const refusal = (t: ExecutionContext, run: () => unknown) => t.throws(run, { instanceOf: SiteError })?.message;

test("by interface and region; several interfaces in order of preference", (t) => {
  t.is(url(["public"]), "http://public.east.test");
  t.is(url(["public"], "west"), "http://public.west.test");
  t.is(url(["internal", "admin"], "east"), "http://admin.east.test");
});

test("a region that there is not: those that there are", (t) => {
  t.is(
    refusal(t, () => url(["public"], "south")),
    'site tokyo: the catalog has no network endpoint in region "south". Valid regions: east, west',
  );
});

test("a region that is nearly right is suggested", (t) => {
  t.is(
    refusal(t, () => url(["public"], "East1")),
    'site tokyo: the catalog has no network endpoint in region "East1". Did you mean "east"? Valid regions: east, west',
  );
});

test("an interface that there is not: those that there are", (t) => {
  t.is(
    refusal(t, () => url(["admin"], "west")),
    'site tokyo: the catalog has no admin network endpoint in region "west", only public. Set interface to one of these',
  );
});

test("no network service, no catalog", (t) => {
  const only = networkUrl.bind(null, "tokyo", catalog.slice(0, 1), { interfaces: ["public"] });
  t.is(
    refusal(t, only),
    "site tokyo: the catalog has no network service, only identity. Set network_service_type or network_endpoint_override",
  );
  const none = networkUrl.bind(null, "tokyo", [], { interfaces: ["public"] });
  t.regex(refusal(t, none) ?? "", /the catalog has no services, as for a token without a project\. Set a project/);
});

test("the network service by the project's name, by another type, by its name", (t) => {
  const at = (type: string, name: string) => ({ type, name, endpoints: [endpoint("public", "east", `http://${name}.test`)] });
  const several = catalogOf([at("net2", "a"), at("neutron", "b"), at("net2", "c")]);
  const found = (more: object) => networkUrl("tokyo", several, { interfaces: ["public"], ...more });
  t.is(found({}), "http://b.test");
  t.is(found({ serviceType: "net2" }), "http://a.test");
  t.is(found({ serviceType: "net2", serviceName: "c" }), "http://c.test");
  t.is(
    refusal(t, () => found({ serviceType: "net2", serviceName: "d" })),
    'site tokyo: the catalog has no network service named "d". Valid network services: a, c',
  );
  t.is(
    refusal(t, () => found({ serviceType: "net3" })),
    'site tokyo: the catalog has no service of type "net3". Did you mean "net2"? Valid service types: net2, neutron',
  );
});

test("a value that is not a catalog counts as a missing catalog", (t) => {
  t.deepEqual(catalogOf("x"), []);
  t.deepEqual(catalogOf([null, 1, { type: "network" }, { type: "network", endpoints: [{}, null, { url: 1 }] }]), [
    { type: "network", endpoints: [] },
  ]);
});
