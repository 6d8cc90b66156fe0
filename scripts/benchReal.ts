// SPDX-License-Identifier: Apache-2.0
// `npm run bench:real`: the cost of a device, 100 L2 gateways and 100 connections on the real networking-midonet, compared with the bare requests and with the engine alone.
// Options: --runs N (3), --count N of gateways (100), --engine test|cli (cli where there is one), --sweep 1,2,4,8 (values of the site's `concurrency`).
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultConcurrency } from "../provider/client/config/validate";
import type { Instance } from "../test/real/instance";
import { RealServers } from "../test/real/sites";
import type { StackOptions } from "../test/stack/stack";
import { endStacks, engineOf, measuredOn, secondsOf, withStack } from "./bench/stackRun";
import { clientOf, floor, layGround } from "./benchReal/floor";
import type { Ground } from "./benchReal/ground";
import { Figures, report } from "./benchReal/report";
import { RequestLog } from "./benchReal/requestLog";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    count: { type: "string", default: "100" },
    engine: { type: "string" },
    sweep: { type: "string", default: "1,2,4,8" },
  },
});
const [runs, count] = [Number(values.runs), Number(values.count)];
const sweep = values.sweep.split(",").map(Number);
const engine = engineOf(values.engine);
const FLOORS = [1, 2, 4, 8];

/** One life of the measured program: ours at a concurrency of the site, or resources that do nothing. Operations are counted as `<name> <operation>`. */
async function life(site: Instance, log: RequestLog, ground: Ground, figures: Figures, name: string, concurrency?: number): Promise<void> {
  const cloud = { auth_type: "admin_token", endpoint: site.url, token: "admin", ...(concurrency === undefined ? {} : { concurrency }) };
  const options: StackOptions & { engine: typeof engine } = {
    program: join(__dirname, "benchReal", "program.js"),
    engine,
    config: {
      "bench:what": concurrency === undefined ? "noop" : "ours",
      "bench:router": ground.router,
      "bench:networks": JSON.stringify(ground.networks),
    },
    secrets: { "border-gateway:sites": JSON.stringify({ tokyo: cloud }) },
  };
  const whole = concurrency === undefined || concurrency === defaultConcurrency;
  await withStack(options, async (stack) => {
    for (const [what, operation] of [
      ["up", "up"],
      ...(whole
        ? ([
            ["second up", "up"],
            ["refresh", "refresh"],
          ] as const)
        : []),
      ["destroy", "destroy"],
    ] as const) {
      await log.next();
      figures.add(`${name} ${what}`, await secondsOf(stack, operation), await log.next());
    }
  });
}

async function measure(servers: RealServers): Promise<void> {
  const recipe = RealServers.recipes().ready.find(({ server }) => server === "networking-midonet");
  if (recipe === undefined) throw new Error(RealServers.recipes().missing.join("\n"));
  await RealServers.install(recipe);
  const database = RealServers.database();
  if (database === "SQLite")
    console.log("MariaDB is not installed (Debian: mariadb-server-core, mariadb-client-core): SQLite in its place, which is slower");
  const site = await servers.site(recipe.server, database);
  console.log(`${recipe.software}, on ${database}; ${measuredOn(engine)}`);
  const log = new RequestLog(site.log);
  const ground = await layGround(clientOf(site.url, 1), count);
  // What the server loads at its first requests is in no figure.
  await floor(site.url, { ...ground, networks: ground.networks.slice(0, 3) }, 1);

  const figures = new Figures();
  for (let run = 0; run < runs; run++) {
    for (const concurrency of FLOORS) {
      const { up, destroy } = await floor(site.url, ground, concurrency);
      const asked = await log.next();
      figures.add(`floor ${concurrency} up`, up, asked);
      figures.add(`floor ${concurrency} destroy`, destroy, []);
    }
    await life(site, log, ground, figures, "noop");
    for (const concurrency of new Set([...sweep, defaultConcurrency]))
      await life(site, log, ground, figures, `ours ${concurrency}`, concurrency);
  }
  report(figures, { runs, count, floors: FLOORS, sweep, defaultConcurrency });
}

async function main(): Promise<void> {
  const servers = new RealServers();
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      interrupted = true;
      void servers
        .stop()
        .then(endStacks)
        .then(() => process.exit(130));
    });
  let failed = true;
  try {
    await measure(servers);
    failed = false;
  } finally {
    const logs = await servers.stop(failed && !interrupted);
    if (logs !== undefined) console.log(`The server's logs are in ${logs}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
