// SPDX-License-Identifier: Apache-2.0
// Every command of the guides that concerns this package or Pulumi runs, in the order of the page, and prints what the page shows.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { cloudsYaml } from "../../sdk/testing/index";
import { ROOT } from "../helpers/compile";
import { onPulumi } from "../pulumi/onPulumi";
import { takeTurn } from "../stack/turn";
import { blocksOf, commandsOf, isRun } from "./guide";
import { runGuide } from "./guideRun";
import { demoSites, stories } from "./guideStories";

const FOLDER = join(ROOT, "docs/guides");
const guides = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
const markdownOf = (guide: string): string => readFileSync(join(FOLDER, guide), "utf8");

for (const guide of guides) {
  const markdown = markdownOf(guide);
  const hasCommands = blocksOf(markdown).some((block) => block.language === "sh" && commandsOf(block).some(isRun));
  if (hasCommands)
    onPulumi(`the commands of the guide run: ${guide}`, async (t) => {
      t.timeout(900_000);
      await takeTurn(t);
      const { sites, events } = await (stories[guide] ?? demoSites)(t);
      await runGuide(t, markdown, cloudsYaml(sites), events);
    });
}

test("the index links to every guide, and the README to the index", (t) => {
  const index = markdownOf("README.md");
  for (const guide of guides) if (guide !== "README.md") t.true(index.includes(`](${guide})`), guide);
  t.true(readFileSync(join(ROOT, "README.md"), "utf8").includes("](docs/guides/README.md)"));
});

test("every story belongs to a guide", (t) => {
  t.deepEqual(
    Object.keys(stories).filter((guide) => !guides.includes(guide)),
    [],
  );
});
