// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../contract/rule";
import { type Child, run, start, tail } from "./children";
import { pythonOf } from "./install";
import { freePort } from "./ports";
import { HOME, PYTHON, type Recipe } from "./servers";

/** A place that gives out empty databases with a server's tables in them. */
export interface Databases {
  readonly kind: Database;
  /** URL of a new database for a server, its files (SQLite) in a directory. */
  create(recipe: Recipe, name: string, directory: string): Promise<string>;
}

const SERVER = ["mariadbd", "mysqld"];
const NEEDED = ["mariadb-install-db", "mariadb"];

const onPath = (command: string): string | undefined =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].map((folder) => join(folder, command)).find((path) => existsSync(path));

/** What of MariaDB is missing; nothing where it can be used. */
export const missingOfMariaDb = (): string[] => [
  ...(SERVER.some((command) => onPath(command)) ? [] : ["mariadbd"]),
  ...NEEDED.filter((command) => onPath(command) === undefined),
];

/** SQLite: the tables are made once for each installed server, then copied. */
export const sqlite: Databases = {
  kind: "SQLite",
  async create(recipe, _, directory) {
    const made = templates.get(recipe.server) ?? makeTemplate(recipe);
    templates.set(recipe.server, made);
    const file = join(directory, "neutron.db");
    copyFileSync(await made, file);
    return `sqlite:///${file}`;
  },
};

const templates = new Map<string, Promise<string>>();

async function makeTemplate(recipe: Recipe): Promise<string> {
  const template = join(HOME, recipe.folder, "template.db");
  if (existsSync(template)) return template;
  const fresh = `${template}.${process.pid}`;
  await makeTables(recipe, `sqlite:///${fresh}`, join(HOME, recipe.folder, "tables.log"));
  renameSync(fresh, template);
  return template;
}

/** A MariaDB of our own on a free port of 127.0.0.1, with everything in a directory. @throws Error with its last words */
export async function startMariaDb(directory: string, launcher: string): Promise<Databases> {
  mkdirSync(directory, { recursive: true });
  const [data, log] = [join(directory, "data"), join(directory, "mariadb.log")];
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const tool = (command: string) => onPath(command) ?? command;
  await run({
    name: "mariadb-install-db",
    command: tool("mariadb-install-db"),
    args: ["--no-defaults", ...user, `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"],
    log,
  });
  const port = await freePort();
  const settings = [
    ...[`--datadir=${data}`, "--socket=s", `--port=${port}`, "--bind-address=127.0.0.1", `--pid-file=${join(directory, "pid")}`],
    // Nothing here has to survive a loss of power.
    ...["--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", "--max-connections=500", "--character-set-server=utf8"],
  ];
  const server = SERVER.map(onPath).find((path) => path !== undefined) ?? "mariadbd";
  const child = start({
    name: "MariaDB",
    command: launcher,
    args: [join(PYTHON, "launch.py"), server, "--no-defaults", ...user, ...settings],
    log,
  });
  const client = (sql: string) =>
    run({
      name: `SQL ${sql}`,
      command: tool("mariadb"),
      args: ["--no-defaults", "--host=127.0.0.1", "--protocol=tcp", `--port=${port}`, "--user=root", "--execute", sql],
      log,
    });
  await untilAnswers(child, () => client("select 1"));
  return {
    kind: "MariaDB",
    async create(recipe, name, into) {
      await client(`create database ${name} character set utf8`);
      const url = `mysql+pymysql://root@127.0.0.1:${port}/${name}?charset=utf8`;
      await makeTables(recipe, url, join(into, "tables.log"));
      return url;
    },
  };
}

async function untilAnswers(child: Child, ask: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (child.ended() !== undefined) throw new Error(`${child.name} ended (${child.ended()}):\n${tail(child.log)}`);
    try {
      return await ask();
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(200);
    }
  }
}

function makeTables(recipe: Recipe, url: string, log: string): Promise<void> {
  const args = [join(PYTHON, "lab_tables.py"), url, ...recipe.models];
  return run({ name: `the tables of ${recipe.server}`, command: pythonOf(recipe), args, log });
}
