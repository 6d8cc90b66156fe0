// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Engine } from "../../test/stack/newStack";
import type { StackDriver, StackOperation } from "../../test/stack/stack";
import { secondsOf, withStack } from "./stackRun";

/** One stack of the measured program with a site of its own, which holds one gateway device. */
export class Bench {
  private constructor(
    readonly site: EmulatedSite,
    private readonly stack: StackDriver,
    private readonly memoryFile: string,
  ) {}

  static async with<T>(engine: Engine, what: "noop" | "entries" | "table", count: number, body: (bench: Bench) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const [site] = await startSites({ sites: ["tokyo"] });
    try {
      const device = insertSwitch(site);
      const options = {
        program: join(__dirname, "program.js"),
        engine,
        config: { "bench:what": what, "bench:count": String(count), "bench:device": device },
        secrets: { "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }) },
      };
      return await withStack(options, (stack) => body(new Bench(site, stack, join(folder, "peak"))));
    } finally {
      await site.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  set(key: string, value: string): Promise<void> {
    return this.stack.setConfig(`bench:${key}`, value);
  }

  /** Runs one operation, which has to succeed. Answers its seconds, what the site was asked, and the peak memory of the provider's process in MB. */
  async run(operation: StackOperation): Promise<Measured> {
    this.site.clearRequests();
    rmSync(this.memoryFile, { force: true });
    const env = { NODE_OPTIONS: `--require ${join(__dirname, "peakMemory.js")}`, BENCH_MEMORY_FILE: this.memoryFile };
    const seconds = await secondsOf(this.stack, operation, { env });
    return {
      seconds,
      requests: tally(this.site.requests().map(({ method }) => method)),
      peakMb: existsSync(this.memoryFile) ? Number(readFileSync(this.memoryFile, "utf8")) : Number.NaN,
    };
  }
}

/** The device that all entries are of. Answers its id. */
export const insertSwitch = (site: EmulatedSite): string =>
  site.insert("gateway_devices", {
    name: "edge",
    type: "hw_vtep",
    management_ip: "192.0.2.1",
    management_port: 6632,
    management_protocol: "ovsdb",
    tunnel_ips: ["203.0.113.250"],
  });

export interface Measured {
  readonly seconds: number;
  readonly requests: Readonly<Record<string, number>>;
  readonly peakMb: number;
}

/** How often each of these comes. */
export function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** `12.3 (12.0 to 12.9)`: the median and the spread. */
export function spread(values: readonly number[], digits = 2): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

export const requestsOf = ({ requests }: Pick<Measured, "requests">): string =>
  Object.entries(requests)
    .map(([method, count]) => `${count} ${method}`)
    .join(", ") || "none";
