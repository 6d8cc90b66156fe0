// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { commandLineSection } from "./commandLine";
import { loginSection } from "./logins";
import { pageOf } from "./page";
import { resourceSections } from "./resources";
import { topologySections } from "./topologies";
import { verbSection } from "./verbs";

const PAGE = join(process.cwd(), "test/messages/messages.md");

test("every message on the page is the one that its mistake causes (npm run messages updates the page)", async (t) => {
  const sections = [
    ...(await resourceSections(t)),
    await verbSection(t),
    await loginSection(t),
    ...topologySections(),
    await commandLineSection(),
  ];
  const silent = sections.flatMap(({ mistakes }) => mistakes.flatMap(({ did, messages }) => (messages.length === 0 ? [did] : [])));
  const page = pageOf(sections);
  if (process.env.UPDATE_MESSAGES !== undefined) writeFileSync(PAGE, page);
  t.is(page, readFileSync(PAGE, "utf8"));
  t.deepEqual(silent, [], "mistakes that cause no message");
});
