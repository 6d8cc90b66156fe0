// SPDX-License-Identifier: Apache-2.0
// Run before the tests, whose runner would take a long installation for a test that hangs.
import { installKeystone } from "./installation";

installKeystone().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
