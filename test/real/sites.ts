// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database, Server } from "../contract/rule";
import { isAlive } from "../stack/processTree";
import { stopAll } from "./children";
import { type Databases, missingOfMariaDb, sqlite, startMariaDb } from "./database";
import { install, pythonOf } from "./install";
import { type Instance, startInstance } from "./instance";
import { findPython, HOME, howToGetPython, RECIPES, type Recipe } from "./servers";

/** The real servers of one run. Everything that was started ends with `stop`, also where starting failed. */
export class RealServers {
  readonly #home = join(HOME, "run", String(process.pid));
  readonly #databases = new Map<Database, Promise<Databases>>();
  #count = 0;

  constructor() {
    const runs = join(HOME, "run");
    // What a run leaves on disk that was killed with -9. Its processes ended with it.
    for (const pid of existsSync(runs) ? readdirSync(runs) : [])
      if (!isAlive(Number(pid))) rmSync(join(runs, pid), { recursive: true, force: true });
  }

  /** The recipes that can be followed here, and for the others what is missing. */
  static recipes(): { ready: Recipe[]; missing: string[] } {
    const ready = RECIPES.filter((recipe) => findPython(recipe.python) !== undefined);
    return { ready, missing: RECIPES.filter((recipe) => !ready.includes(recipe)).map(howToGetPython) };
  }

  /** MariaDB where it is installed, which is what operators run. */
  static database(): Database {
    return missingOfMariaDb().length === 0 ? "MariaDB" : "SQLite";
  }

  static install(recipe: Recipe): Promise<void> {
    const python = findPython(recipe.python);
    return python === undefined ? Promise.reject(new Error(howToGetPython(recipe))) : install(recipe, python);
  }

  /** Starts a fresh site of a server that is installed. */
  async site(server: Server, database: Database = RealServers.database()): Promise<Instance> {
    const recipe = RECIPES.find((one) => one.server === server) as Recipe;
    const name = `${recipe.folder}_${database.toLowerCase()}_${++this.#count}`;
    return startInstance(recipe, await this.#databasesOf(database, recipe), name, join(this.#home, name));
  }

  /** Ends everything. The logs are kept where asked to, or where there are none. */
  async stop(keepLogs = false): Promise<string | undefined> {
    await stopAll();
    if (keepLogs && existsSync(this.#home)) return this.#home;
    rmSync(this.#home, { recursive: true, force: true });
    return undefined;
  }

  #databasesOf(database: Database, recipe: Recipe): Promise<Databases> {
    mkdirSync(this.#home, { recursive: true });
    const made =
      this.#databases.get(database) ??
      (database === "SQLite" ? Promise.resolve(sqlite) : startMariaDb(join(this.#home, "mariadb"), pythonOf(recipe)));
    this.#databases.set(database, made);
    return made;
  }
}
