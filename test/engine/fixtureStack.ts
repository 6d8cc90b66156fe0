// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, newStack } from "../stack/newStack";
import type { StackDriver } from "../stack/stack";
import type { Test } from "../stack/turn";
import type { ResourceSpec } from "./fixtures/spec";

export interface Call {
  readonly verb: string;
  readonly name: string;
  readonly [more: string]: unknown;
}

/** A stack of `fixtures/program.ts` with a site of its own. */
export interface FixtureStack {
  readonly stack: StackDriver;
  /** Says what the program declares from now on. */
  declare(...resources: readonly ResourceSpec[]): Promise<void>;
  /** What the provider was called with since the last time. */
  calls(): readonly Call[];
  /** The same as text: `create a`. */
  verbs(): readonly string[];
  /** The same, when this call is among them; for operations in the background. */
  until(call: string): Promise<readonly string[]>;
  /** Changes a thing behind Pulumi's back; without properties it is gone. */
  changeAtSite(name: string, properties?: Record<string, unknown>): void;
  urn(name: string): string;
}

export const fixtureStack = async (t: Test, engine: Engine, options: { secrets?: Record<string, string> } = {}): Promise<FixtureStack> => {
  const site = mkdtempSync(join(tmpdir(), "site-"));
  t.teardown(() => rmSync(site, { recursive: true, force: true }));
  const stack = await newStack(t, { program: join(__dirname, "fixtures", "program.js"), engine, env: { FIXTURE_SITE: site }, ...options });
  const log = join(site, "calls.log");
  const things = () =>
    readdirSync(site)
      .filter((file) => file.endsWith(".json"))
      .map((file) => ({ path: join(site, file), content: JSON.parse(readFileSync(join(site, file), "utf8")) as Record<string, unknown> }));
  let seen = 0;
  const calls = () => {
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : [];
    const news = lines.slice(seen).map((line) => JSON.parse(line) as Call);
    seen = lines.length;
    return news;
  };
  const verbs = () => calls().map(({ verb, name }) => `${verb} ${name}`.trimEnd());
  const until = async (call: string): Promise<readonly string[]> => {
    const all: string[] = [];
    for (const end = Date.now() + 100_000; !all.includes(call); ) {
      if (Date.now() > end) throw new Error(`the provider was never called with ${call}, only with: ${all.join(", ")}`);
      await sleep(20);
      all.push(...verbs());
    }
    return all;
  };
  return {
    stack,
    urn: (name) => `urn:pulumi:dev::project::pulumi-nodejs:dynamic/fixture:Thing::${name}`,
    declare: (...resources) => stack.setConfig("fixture:resources", JSON.stringify(resources)),
    calls,
    verbs,
    until,
    changeAtSite: (name, properties) => {
      for (const { path, content } of things().filter(({ content }) => content.name === name)) {
        if (properties === undefined) rmSync(path);
        else writeFileSync(path, JSON.stringify({ ...content, ...properties }));
      }
    },
  };
};
