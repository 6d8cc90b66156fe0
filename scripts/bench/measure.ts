// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import { type Engine, newStack } from "../../test/engine/newStack";
import type { Result, RunOptions, StackDriver } from "../../test/engine/stack";

/** One stack of the measured program with a site of its own, which holds one gateway device. */
export class Bench {
  private constructor(
    readonly site: EmulatedSite,
    private readonly stack: StackDriver,
    private readonly memoryFile: string,
  ) {}

  static async with<T>(engine: Engine, what: "noop" | "entries" | "table", count: number, body: (bench: Bench) => Promise<T>): Promise<T> {
    const cleanups: Array<() => unknown> = [];
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      const [site] = await startSites({ sites: ["tokyo"] });
      cleanups.push(() => site.stop());
      const device = site.insert("gateway_devices", {
        name: "edge",
        type: "hw_vtep",
        management_ip: "192.0.2.1",
        management_port: 6632,
        management_protocol: "ovsdb",
        tunnel_ips: ["203.0.113.250"],
      });
      const stack = await newStack(
        { teardown: (action) => void cleanups.push(action) },
        {
          program: join(__dirname, "program.js"),
          engine,
          config: { "bench:what": what, "bench:count": String(count), "bench:device": device },
          secrets: { "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }) },
        },
      );
      return await body(new Bench(site, stack, join(folder, "peak")));
    } finally {
      for (const cleanup of cleanups.reverse()) await cleanup();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  set(key: string, value: string): Promise<void> {
    return this.stack.setConfig(`bench:${key}`, value);
  }

  /** Runs one operation, which has to succeed. Answers its seconds, what the site was asked, and the peak memory of the provider's process in MB. */
  async run(operation: "preview" | "up" | "refresh" | "destroy"): Promise<Measured> {
    this.site.clearRequests();
    rmSync(this.memoryFile, { force: true });
    const env = { NODE_OPTIONS: `--require ${join(__dirname, "peakMemory.js")}`, BENCH_MEMORY_FILE: this.memoryFile };
    const started = performance.now();
    const result = await this.operation(operation, { env });
    const seconds = (performance.now() - started) / 1000;
    if (!result.ok) throw new Error(`${operation} failed:\n${result.diagnostics}`);
    const requests: Record<string, number> = {};
    for (const { method } of this.site.requests()) requests[method] = (requests[method] ?? 0) + 1;
    return { seconds, requests, peakMb: existsSync(this.memoryFile) ? Number(readFileSync(this.memoryFile, "utf8")) : Number.NaN };
  }

  private operation(operation: "preview" | "up" | "refresh" | "destroy", options: RunOptions): Promise<Result> {
    return this.stack[operation](options);
  }
}

export interface Measured {
  readonly seconds: number;
  readonly requests: Readonly<Record<string, number>>;
  readonly peakMb: number;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** `12.3 (12.0 to 12.9)`: the median and the spread. */
export function spread(values: readonly number[], digits = 2): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

export const requestsOf = (measured: Measured): string =>
  Object.entries(measured.requests)
    .map(([method, count]) => `${count} ${method}`)
    .join(", ") || "none";
