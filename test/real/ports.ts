// SPDX-License-Identifier: Apache-2.0
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range that systems give out by themselves (Linux: from 32768), so that no other process gets the port while its server is starting. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

const given = new Set<number>();

/** A port of 127.0.0.1 that nothing listens on. Never the same one twice in a process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
