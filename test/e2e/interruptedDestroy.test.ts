// SPDX-License-Identifier: Apache-2.0
// A destroy that is killed after the site has deleted an object and before the engine has recorded it: the state holds what the site does not.
import test from "ava";
import { assertNothingLostNorDoubled, emulatedSegment } from "../helpers/inProcess/emulatedSegment";

for (const [kind, collection, left] of [
  ["gateway device", "gateway_devices", ["GatewayDevice"]],
  ["L2 gateway", "l2_gateways", ["GatewayDevice", "L2Gateway", "RemoteMacEntry"]],
] as const) {
  test(`a ${kind} that is only in the state: its dependents name the way out, which works`, async (t) => {
    const { sites, stack, declare } = await emulatedSegment(t);
    declare(10_100);
    const all = stack.resources;
    stack.resources = all.filter((one) => (left as readonly string[]).includes(one.kind));
    t.true((await stack.up()).ok);
    const [gone] = sites[0].objects(collection);
    sites[0].remove(collection, String(gone?.id));

    stack.resources = all;
    const refused = await stack.up();
    t.false(refused.ok);
    t.regex(refused.diagnostics, new RegExp(`the state of this stack holds this ${kind}, but site tokyo does not.*pulumi up --refresh`));
    const cured = await stack.up({ refresh: true });
    t.true(cured.ok, cured.diagnostics);
    assertNothingLostNorDoubled(t, stack, sites);
  });
}
