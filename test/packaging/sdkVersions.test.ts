// SPDX-License-Identifier: Apache-2.0
// The whole life of two sites on the lowest SDK that the package admits, and on the newest that this Node.js runs. `e2e/twoSites.test.ts` runs it on the
// SDK of the repository.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { liveOfTwoSites } from "../e2e/twoSitesLife";
import { ROOT } from "../helpers/compile";
import { LOWEST_SDK, NEWEST_SDK, project } from "./consumer";
import { npm } from "./managers";

const ownSdk: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).devDependencies["@pulumi/pulumi"];

for (const version of [LOWEST_SDK, NEWEST_SDK].filter((one) => one !== ownSdk))
  test.serial(`SDK ${version}: the life of a segment between two sites`, async (t) => {
    const program = readFileSync(join(ROOT, "dist/test/e2e/program.js"), "utf8");
    const folder = await project(t, npm, [`@pulumi/pulumi@${version}`], { "program.js": program });
    await liveOfTwoSites(t, join(folder, "program.js"));
  });
