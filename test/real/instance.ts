// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Expected, preflight, Unusable } from "../contract/preflight";
import { type Child, start, tail } from "./children";
import { configuration } from "./configuration";
import type { Databases } from "./database";
import { pythonOf } from "./install";
import { freePort } from "./ports";
import { PYTHON, type Recipe } from "./servers";

/** A running real server, with a database of its own: a site. */
export interface Instance {
  readonly name: string;
  readonly url: string;
  /** Its presence makes the agent of networking-l2gw fail. */
  readonly agentFile: string;
  /** Where Neutron notes what it does; networking-midonet's a line for each request too. */
  readonly log: string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 90_000;

/** Starts a site. @throws Error with the reason and the last output of the server */
export async function startInstance(recipe: Recipe, databases: Databases, name: string, directory: string): Promise<Instance> {
  mkdirSync(join(directory, "state"), { recursive: true });
  const port = await freePort();
  const database = await databases.create(recipe, name, directory);
  writeFileSync(join(directory, "neutron.conf"), configuration({ recipe, port, directory, database }));
  const url = `http://127.0.0.1:${port}`;
  const child = start({
    name: `${recipe.server} ${name} at ${url}`,
    command: pythonOf(recipe),
    args: [join(PYTHON, "launch.py"), ...commandOf(recipe, directory, port, databases.kind === "SQLite" ? 1 : 4)],
    log: join(directory, "server.log"),
    env: {
      PYTHONPATH: `${PYTHON}:${join(PYTHON, recipe.folder)}`,
      OS_NEUTRON_CONFIG_DIR: directory,
      OS_NEUTRON_CONFIG_FILES: "neutron.conf",
    },
  });
  const log = join(directory, "neutron.log");
  await untilReady(child, { url, server: recipe.server }, log);
  return { name, url, agentFile: join(directory, "agent-fail"), log, stop: () => child.stop() };
}

/** networking-midonet runs in Neutron's own server (eventlet), current Neutron behind uWSGI. SQLite refuses concurrent writers, so it gets one thread. */
function commandOf({ folder }: Recipe, directory: string, port: number, threads: number): string[] {
  const bin = join(pythonOf({ folder } as Recipe), "..");
  if (folder === "midonet") return [join(bin, "neutron-server"), "--config-file", join(directory, "neutron.conf")];
  return [
    ...[join(bin, "uwsgi"), "--master", "--die-on-term", "--need-app", "--lazy-apps", "--enable-threads", "--disable-logging"],
    ...["--http-socket", `127.0.0.1:${port}`, "--threads", String(threads), "--buffer-size", "65535", "--add-header", "Connection: close"],
    ...[
      "--pythonpath",
      PYTHON,
      "--pythonpath",
      join(PYTHON, folder),
      "--home",
      join(bin, ".."),
      "--module",
      "neutron.wsgi.api:application",
    ],
    ...["--set-placeholder", "start-time=%t"],
  ];
}

async function untilReady(child: Child, expected: Expected, log: string): Promise<void> {
  const words = () => [child.log, log].map((file) => `${file}:\n${wordsOf(file)}`).join("\n");
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    if (child.ended() !== undefined) throw new Error(`${child.name} ended (${child.ended()}):\n${words()}`);
    try {
      return await preflight(expected);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (!error.mayPass || Date.now() > until) throw new Error(`${error.message}\n${words()}`);
    }
  }
}

function wordsOf(file: string): string {
  try {
    return tail(file);
  } catch {
    return "(nothing)";
  }
}
