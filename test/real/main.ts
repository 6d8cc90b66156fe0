// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import { type Database, holdsOn, type Server } from "../contract/rule";
import { rules } from "../contract/rules/index";
import type { RealSite, RealSites } from "../e2e/target";
import { NoRegistry } from "./install";
import { loginColumn } from "./keystone/column";
import type { Recipe } from "./servers";
import { RealServers } from "./sites";
import { endTests, type Outcome, runTests } from "./suite";
import { type Column, table } from "./table";

interface Flags {
  database: "best" | "both" | Database;
  server?: Server;
  contract: boolean;
  e2e: boolean;
  keystone: boolean;
  start: boolean;
  ifPossible: boolean;
}

const CONTRACT = ["dist/test/contract/contract.test.js"];
/** The end-to-end tests that take their sites from the environment (test/e2e/target.ts), by the server that they need. */
const END_TO_END: Readonly<Record<Server, readonly string[]>> = {
  "networking-midonet": ["dist/test/e2e/twoSites.test.js", "dist/test/e2e/defects.test.js"],
  "networking-l2gw": ["dist/test/e2e/upstream.test.js"],
};
/** They share the sites, so they take turns; the rules of the contract suite see to that themselves. */
const IN_TURN = ["--serial", "--concurrency", "1"];

/** `npm run test:real`: the contract suite and the end-to-end tests on the real servers, and a table target × case. */
async function main(flags: Flags): Promise<void> {
  const servers = new RealServers();
  let failed = true;
  const interrupted = () => {
    endTests();
    void servers.stop().then(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupted);
  try {
    failed = await runAll(servers, flags);
  } finally {
    const logs = await servers.stop(failed);
    if (logs !== undefined) console.log(`The servers' logs are in ${logs}`);
  }
  process.exitCode = failed ? 1 : 0;
}

async function runAll(servers: RealServers, flags: Flags): Promise<boolean> {
  const { ready, missing } = RealServers.recipes();
  for (const text of missing) console.log(`LEFT OUT: ${text}`);
  const wanted = ready.filter(({ server }) => flags.server === undefined || flags.server === server);
  const recipes = (await Promise.all(wanted.map((recipe) => installed(recipe, flags)))).filter((recipe) => recipe !== undefined);
  if (recipes.length === 0 && flags.ifPossible) return report([]);
  if (recipes.length === 0) throw new Error("none of the real servers can be run here");
  const best = RealServers.database();
  if (best === "SQLite")
    console.log("MariaDB is not installed (Debian: mariadb-server-core, mariadb-client-core): SQLite in its place, without the races");
  if (flags.start) return startOnly(servers, recipes);
  const databases: Database[] = flags.database === "both" ? ["MariaDB", "SQLite"] : [flags.database === "best" ? best : flags.database];
  const runs = (flags.contract ? recipes : []).flatMap((recipe) => databases.map((database) => contractOn(servers, recipe, database)));
  const columns = (await Promise.allSettled(runs)).map((run) => (run.status === "fulfilled" ? run.value : notStarted(run.reason)));
  if (columns.length > 0) printTable(columns);
  const ends = flags.e2e ? [await endToEnd(servers, recipes).catch(notStarted)] : [];
  // Keystone runs on the Python of networking-l2gw.
  const withKeystone = flags.keystone && flags.server === undefined && recipes.some(({ server }) => server === "networking-l2gw");
  const logins = withKeystone ? [await loginColumn(say).catch(notStarted)] : [];
  return report([...columns, ...ends, ...logins]);
}

function printTable(columns: readonly Column[]): void {
  const known = rules.filter(({ name }) => columns.some(({ outcomes }) => outcomes.some(({ title }) => title === name)));
  console.log(
    `\n${table(
      columns,
      known.map(({ name }) => name),
    )}`,
  );
}

/** Installs a server. Where only what is possible is asked for and no registry can be reached, says so and answers `undefined`. */
async function installed(recipe: Recipe, { ifPossible }: Flags): Promise<Recipe | undefined> {
  const at = Date.now();
  try {
    await RealServers.install(recipe);
  } catch (error) {
    if (!ifPossible || !(error instanceof NoRegistry)) throw error;
    console.log(`LEFT OUT: ${error.message}`);
    return undefined;
  }
  const seconds = Math.round((Date.now() - at) / 1000);
  if (seconds > 1) console.log(`installed ${recipe.software} in ${seconds} s`);
  return recipe;
}

async function contractOn(servers: RealServers, { server, software }: Recipe, database: Database): Promise<Column> {
  const spoils = rules.some((rule) => rule.spoils && holdsOn(rule, server, database));
  const [site, spoilt] = await Promise.all([servers.site(server, database), spoils ? servers.site(server, database) : undefined]);
  console.log(`${server} on ${database}: ${site.url} (${software})`);
  const env = {
    CONTRACT_URL: site.url,
    ...(spoilt === undefined ? {} : { CONTRACT_SPOILT_URL: spoilt.url }),
    CONTRACT_SERVER: server,
    CONTRACT_DATABASE: database,
    CONTRACT_AGENT_FILE: site.agentFile,
  };
  const target = `${server} on ${database}`;
  const outcomes = await runTests(CONTRACT, env, (outcome) => say(target, outcome));
  const ruled = outcomes.flatMap(({ title, ...rest }) => {
    const [, name] = title.split(`${target}: `);
    return name === undefined ? [] : [{ ...rest, title: name }];
  });
  const wanted = rules.filter((rule) => holdsOn(rule, server, database)).map(({ name }) => name);
  const absent = wanted.filter((name) => !ruled.some(({ title }) => title === name));
  await Promise.all([site.stop(), spoilt?.stop()]);
  return { target, outcomes: [...ruled, ...absent.map((title) => ({ title, passed: false, detail: "It did not run." }))] };
}

/** A target that could not be tried is one failure. */
function notStarted(error: Error): Column {
  console.error(error.message);
  return { target: "a server that did not start", outcomes: [{ title: error.message.split("\n")[0] ?? "", passed: false, detail: "" }] };
}

async function endToEnd(servers: RealServers, recipes: readonly Recipe[]): Promise<Column> {
  const target = "end to end";
  const env = { BORDER_GATEWAY_SITES: JSON.stringify(await clouds(servers, recipes)) };
  return {
    target,
    outcomes: await runTests([...IN_TURN, ...recipes.flatMap(({ server }) => END_TO_END[server])], env, (outcome) => say(target, outcome)),
  };
}

/** Two sites of each server, as the end-to-end tests take them from the environment. */
async function clouds(servers: RealServers, recipes: readonly Recipe[]): Promise<RealSites> {
  const kinds: RealSites = {};
  for (const { server } of recipes) {
    const sites: Record<string, RealSite> = {};
    for (const name of ["tokyo", "osaka"]) {
      const { url, agentFile } = await servers.site(server);
      sites[name] = { url, token: "admin", agentFile };
    }
    kinds[server === "networking-midonet" ? "border" : "upstream"] = sites;
  }
  return kinds;
}

async function startOnly(servers: RealServers, recipes: readonly Recipe[]): Promise<boolean> {
  console.log(`BORDER_GATEWAY_SITES='${JSON.stringify(await clouds(servers, recipes))}'`);
  console.log("ready; interrupt to stop");
  return new Promise(() => setInterval(() => undefined, 60_000));
}

function say(target: string, { title, passed, detail }: Outcome): void {
  if (!passed) console.log(`✗ ${target}: ${title}\n${detail}`);
}

function report(columns: readonly Column[]): boolean {
  const all = columns.flatMap(({ outcomes }) => outcomes);
  const failed = all.filter(({ passed }) => !passed).length;
  for (const { target, outcomes } of columns)
    console.log(`${target}: ${outcomes.filter(({ passed }) => passed).length} of ${outcomes.length}`);
  console.log(`\n${all.length - failed} passed, ${failed} failed`);
  return failed > 0;
}

new Command("test:real")
  .addOption(new Option("--database <database>", "which database").choices(["best", "both", "MariaDB", "SQLite"]).default("best"))
  .addOption(new Option("--server <server>", "only this server").choices(["networking-midonet", "networking-l2gw"]))
  .option("--no-contract", "leave the contract suite out")
  .option("--no-e2e", "leave the end-to-end tests out")
  .option("--if-possible", "what cannot be run or installed here is said, and no failure", false)
  .option("--no-keystone", "leave the logins at a real Keystone out")
  .option("--start", "only start two sites of each server, and print how to use them", false)
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
