// SPDX-License-Identifier: Apache-2.0

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** A port of 127.0.0.1 that nothing listens on. Never the same one twice in a process. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

const given = new Set<number>();
