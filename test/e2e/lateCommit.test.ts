// SPDX-License-Identifier: Apache-2.0
// A front end answers a POST in place of a slow Neutron, which commits it later: after the look at the site, and perhaps after the next POST.
import test from "ava";
import fc from "fast-check";
import { assertNothingLostNorDoubled, did, emulatedSegment } from "../helpers/inProcess/emulatedSegment";

/** Of the real waits: 15 s for a late commit become 0.6 s. */
const SCALE = 0.04;

const answers = fc.constantFrom(
  { status: 504 },
  { status: 524, body: "<html>timeout</html>" },
  { status: 403, body: "<html>no</html>" },
  { cut: "before" as const },
);
const late = fc.record({
  answer: answers,
  // 0 to 10 s of the real time.
  commitAfterMs: fc.integer({ min: 0, max: 400 }),
  name: fc.constantFrom(undefined, "blue"),
});

test("a POST of a gateway that commits late creates one gateway, with every response of the front end", async (t) => {
  t.timeout(240_000);
  await fc.assert(
    fc.asyncProperty(late, async ({ answer, commitAfterMs, name }) => {
      const { sites, stack, declare } = await emulatedSegment(t);
      stack.surroundings = { ...stack.surroundings, delayScale: SCALE };
      declare(10_100);
      const args = name === undefined ? {} : { name };
      stack.resources = stack.resources.map((one) => (one.kind === "L2Gateway" ? { ...one, args: { ...one.args, ...args } } : one));
      sites[0].fault({ match: { method: "POST", path: /l2-gateways$/ }, action: { ...answer, commitAfterMs } });
      const first = await stack.up();
      // A busy machine may commit later than we wait; then the update fails with this reason, and the next one adopts the gateway.
      if (!first.ok) t.regex(first.diagnostics, /answered (524|403)/);
      if (first.ok) {
        assertNothingLostNorDoubled(t, stack, sites);
        t.deepEqual(did(await stack.up()), []);
      }
      t.true((await stack.destroy()).ok);
      if (first.ok) t.deepEqual(sites[0].objects("l2_gateways"), []);
      await Promise.all(sites.map((site) => site.stop()));
    }),
    { numRuns: 12 },
  );
});
