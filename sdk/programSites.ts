// SPDX-License-Identifier: Apache-2.0
// Access to the sites from the user's program, with the configuration and client of the provider.
import { homedir } from "node:os";
import { log, runtime } from "@pulumi/pulumi";
import { CONFIG_KEYS } from "../provider/client/config/settingKeys";
import type { Runtime } from "../provider/kinds/definition";

interface Opened {
  readonly settings: string;
  readonly runtime: Promise<Runtime>;
}

/** Opened sites by engine connection. A process of the Automation API may run several programs, and data read by one is outdated for the next. */
const openedBy = new WeakMap<object, Opened>();
const noEngine = {};

/** The sites for all reads of the program, with one login and one set of lists for each site. They are loaded on first use. */
export function programSites(): Promise<Runtime> {
  // `Config.get` would warn that a secret is read as plain text.
  const stack = new Map(CONFIG_KEYS.map((key) => [key, runtime.getConfig(key)]));
  const settings = JSON.stringify([...stack]);
  const engine: object = runtime.getMonitor() ?? noEngine;
  const known = openedBy.get(engine);
  const opened = known?.settings === settings ? known : { settings, runtime: open((key) => stack.get(key)) };
  openedBy.set(engine, opened);
  return opened.runtime;
}

async function open(stackConfig: (key: string) => string | undefined): Promise<Runtime> {
  const { createRuntime } = await import("../provider/runtime.js");
  const sites = createRuntime({ stackConfig, env: process.env, cwd: process.cwd(), home: homedir() });
  return { ...sites, warn: (sentence) => void log.warn(sentence) };
}
