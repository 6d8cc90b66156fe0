// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { holdsOn } from "./rule";
import { rules } from "./rules/index";
import { targets } from "./target";

for (const target of targets()) {
  // A server that is down, half started or another one is one failure with its reason, not hundreds without.
  test.before(`${target.name} can be tested`, () => target.preflight());
  for (const rule of rules) {
    if (!holdsOn(rule, target.server, target.database)) continue;
    // A real server is asked one thing at a time, but for the rules that keep it waiting for minutes.
    const inTurn = target.emulated || rule.slow ? test : test.serial;
    inTurn(`${target.name}: ${rule.name}`, async (t) => {
      t.timeout(300_000);
      await rule.holds(t, await target.site(t, rule));
    });
  }
}

test("every rule has a name of its own and a source", (t) => {
  const names = rules.map((rule) => rule.name);
  t.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
  t.deepEqual(
    rules.filter((rule) => !/^([a-z0-9.-]+ \S+\.py:[1-9]\d*|uWSGI \S+.*|MariaDB \S+.*)$/.test(rule.source)).map(({ name }) => name),
    [],
  );
});
