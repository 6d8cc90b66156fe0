// SPDX-License-Identifier: Apache-2.0
import { requestsOf, spread, tally } from "../bench/measure";
import type { Asked } from "./requestLog";

/** Everything that was measured, by what was done. */
export class Figures {
  readonly #seconds = new Map<string, number[]>();
  readonly #asked = new Map<string, Array<readonly Asked[]>>();

  add(what: string, seconds: number, asked: readonly Asked[]): void {
    this.#seconds.set(what, [...this.seconds(what), seconds]);
    this.#asked.set(what, [...this.asked(what), asked]);
  }

  /** In the order of the runs. */
  seconds(what: string): readonly number[] {
    return this.#seconds.get(what) ?? [];
  }

  /** In the order of the runs. */
  asked(what: string): ReadonlyArray<readonly Asked[]> {
    return this.#asked.get(what) ?? [];
  }
}

interface Shape {
  readonly runs: number;
  readonly count: number;
  readonly floors: readonly number[];
  readonly sweep: readonly number[];
  readonly defaultConcurrency: number;
}

const OPERATIONS = ["up", "second up", "refresh", "destroy"] as const;

export function report(figures: Figures, { runs, count, floors, sweep, defaultConcurrency }: Shape): void {
  const objects = 1 + 2 * count;
  const ours = `ours ${defaultConcurrency}`;
  const line = (name: string, ...cells: string[]) => console.log(`  ${name.padEnd(16)} ${cells.join("  ")}`);
  const both = (name: string) => [`up ${spread(figures.seconds(`${name} up`))}`, `destroy ${spread(figures.seconds(`${name} destroy`))}`];

  console.log(
    `1 router_vtep device, ${count} L2 gateways, ${count} connections on ${count} existing networks; seconds, median of ${runs} (least to most)`,
  );
  console.log("\nthe floor: one POST and one DELETE for each object, no reads, by requests at a time");
  for (const concurrency of floors) line(String(concurrency), ...both(`floor ${concurrency}`));
  console.log("\nours, by `concurrency` of the site");
  for (const concurrency of sweep)
    line(`${concurrency}${concurrency === defaultConcurrency ? " (default)" : ""}`, ...both(`ours ${concurrency}`));
  console.log(`\nthe engine alone: ${objects} resources that do nothing`);
  for (const operation of OPERATIONS) line(operation, spread(figures.seconds(`noop ${operation}`)));

  console.log(
    `\nours at the default concurrency, ${defaultConcurrency}; requests as the server's log has them, their kinds in the last run`,
  );
  for (const operation of OPERATIONS) {
    const what = `${ours} ${operation}`;
    const counts = figures.asked(what).map(({ length }) => length);
    const asked = figures.asked(what).at(-1) ?? [];
    const methods = requestsOf({ requests: tally(asked.map(({ method }) => method)) });
    line(operation, spread(figures.seconds(what)), `requests ${spread(counts, 0)}: ${methods}`);
    const refused = asked.filter(({ status }) => status >= 300).length;
    if (refused > 0) line("", `${refused} of them were not answered with success`);
    const reads = Object.entries(tally(asked.flatMap(({ method, path }) => (method === "GET" ? [path] : []))));
    for (const [path, times] of reads.sort((a, b) => b[1] - a[1])) line("", `${times} GET ${path}`);
  }

  console.log();
  for (const operation of ["up", "destroy"] as const) {
    const ratios = figures.seconds(`${ours} ${operation}`).map((seconds, run) => {
      const lowest = Math.min(...floors.map((concurrency) => figures.seconds(`floor ${concurrency} ${operation}`)[run] ?? Number.NaN));
      return seconds / (lowest + (figures.seconds(`noop ${operation}`)[run] ?? Number.NaN));
    });
    console.log(`${operation} / (best floor + engine alone), run by run: ${spread(ratios)}`);
    const beyond = figures.asked(`${ours} ${operation}`).map(({ length }) => length - objects);
    console.log(`requests of ${operation} beyond one for each of the ${objects} objects: ${spread(beyond, 0)}`);
  }
}
