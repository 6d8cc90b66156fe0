// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, newStack } from "../stack/newStack";
import type { StackDriver } from "../stack/stack";
import type { Test } from "../stack/turn";
import type { ResourceSpec } from "./fixtures/program";

/** A stack of `fixtures/program.ts` with a site of its own. */
export interface FixtureStack {
  readonly stack: StackDriver;
  /** Sets what the program declares from now on. */
  declare(...resources: readonly ResourceSpec[]): Promise<void>;
  /** The calls of the provider since the last time: `create a`. */
  calls(): readonly string[];
  /** Changes a thing outside Pulumi. Without properties, deletes it. */
  changeAtSite(name: string, properties?: Record<string, unknown>): void;
  urn(name: string): string;
}

export const fixtureStack = async (t: Test, engine: Engine): Promise<FixtureStack> => {
  const site = mkdtempSync(join(tmpdir(), "site-"));
  t.teardown(() => rmSync(site, { recursive: true, force: true }));
  const stack = await newStack(t, { program: join(__dirname, "fixtures", "program.js"), engine, env: { FIXTURE_SITE: site } });
  const log = join(site, "calls.log");
  const things = () =>
    readdirSync(site)
      .filter((file) => file.endsWith(".json"))
      .map((file) => ({ path: join(site, file), content: JSON.parse(readFileSync(join(site, file), "utf8")) as Record<string, unknown> }));
  let seen = 0;
  const calls = () => {
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : [];
    const news = lines.slice(seen);
    seen = lines.length;
    return news;
  };
  return {
    stack,
    urn: (name) => `urn:pulumi:dev::project::pulumi-nodejs:dynamic/fixture:Thing::${name}`,
    declare: (...resources) => stack.setConfig("fixture:resources", JSON.stringify(resources)),
    calls,
    changeAtSite: (name, properties) => {
      for (const { path, content } of things().filter(({ content }) => content.name === name)) {
        if (properties === undefined) rmSync(path);
        else writeFileSync(path, JSON.stringify({ ...content, ...properties }));
      }
    },
  };
};
