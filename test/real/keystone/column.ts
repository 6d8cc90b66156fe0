// SPDX-License-Identifier: Apache-2.0
import { type Outcome, runTests } from "../suite";
import type { Column } from "../table";
import { installKeystone } from "./installation";

/** The logins of docs/login.md at a real Keystone, and the configuration compared with openstacksdk's, as one target. */
export async function loginColumn(each: (target: string, outcome: Outcome) => void): Promise<Column> {
  await installKeystone();
  const target = "Keystone and openstacksdk";
  const outcomes = await runTests(["--concurrency", "1", "dist/test/real/keystone/*.test.js"], { BORDER_GATEWAY_REAL: "1" }, (outcome) =>
    each(target, outcome),
  );
  return { target, outcomes };
}
