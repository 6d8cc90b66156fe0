// SPDX-License-Identifier: Apache-2.0
// The cache that the site names of one Neutron share: a write through one name is visible through the others, until a failed write makes the cached rows doubtful.
import test from "ava";
import { ApiError, UncertainError } from "../../../provider/client/errors";
import { Neutron } from "../../../provider/client/neutron";
import type { Request, Session } from "../../../provider/client/session";
import { Site } from "../../../provider/client/site";

const [GATEWAY, NETWORK, PROJECT] = ["11111111", "22222222", "33333333"].map((start) => `${start}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const gateway = { id: GATEWAY, name: "blue", tenant_id: PROJECT, devices: [] };

/** Two sites of one Neutron, as two projects see it, and what was asked through both. `refusal` answers the next write instead. */
function twoSites() {
  const state: { asked: string[]; refusal?: Error | undefined } = { asked: [] };
  const answer = async ({ method, path, query = [] }: Request): Promise<unknown> => {
    state.asked.push(`${method} ${path}${query.map(([key, value]) => ` ${key}=${value}`).join("")}`);
    if (method === "GET") return path.includes("gateways") ? { l2_gateways: [gateway] } : { networks: [{ id: NETWORK, name: "n" }] };
    if (state.refusal !== undefined) throw state.refusal;
    return { l2_gateway: gateway };
  };
  const session = (site: string, projectId: string): Session => ({
    site,
    endpoint: "http://n.test",
    projectId,
    viewer: 'user "alice"',
    now: () => performance.now(),
    send: answer,
  });
  const neutron = new Neutron();
  return { state, one: new Site(session("one", PROJECT), neutron), two: new Site(session("two", "other"), neutron) };
}

const refusal = (status: number) => new ApiError({ site: "one", method: "POST", path: "/", status, reason: "no" });

test("what is written through one site is known to the other", async (t) => {
  const { state, one, two } = twoSites();
  await one.gateways.create({ name: "blue" });
  for (const site of [one, two]) t.is((await site.gateways.find(GATEWAY))?.name, "blue");
  t.deepEqual(state.asked, ["POST /v2.0/l2-gateways"]);
});

for (const [what, failure] of [
  ["refused with 409", refusal(409)],
  ["in doubt", new UncertainError({ site: "one", method: "PUT", path: "/", reason: "lost" }, "repeat")],
] as const)
  test(`an update that is ${what}: the object is read again under both site names`, async (t) => {
    const { state, one, two } = twoSites();
    await one.gateways.create({ name: "blue" });
    state.refusal = failure;
    await t.throwsAsync(one.gateways.update(GATEWAY, { name: "green" }));
    state.asked.length = 0;
    for (const site of [one, two]) t.is((await site.gateways.find(GATEWAY))?.name, "blue");
    t.is(state.asked.length, 2, state.asked.join("\n"));
  });

test("a 404 makes all objects of the request doubtful, a 409 only the object itself", async (t) => {
  const { state, one } = twoSites();
  await one.gateways.create({ name: "blue" });
  await one.networks.find(NETWORK);
  const join = () => one.connections.create({ l2_gateway_id: GATEWAY, network_id: NETWORK });
  for (const [status, reads] of [
    [409, 0],
    [404, 2],
  ] as const) {
    state.refusal = refusal(status);
    await t.throwsAsync(join());
    state.asked.length = 0;
    await one.gateways.find(GATEWAY);
    await one.networks.find(NETWORK);
    t.is(state.asked.length, reads, state.asked.join("\n"));
  }
});
