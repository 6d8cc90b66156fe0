// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** Finds two consecutive ports that are not in use. @returns the first */
export async function freePorts(): Promise<number> {
  const [first, second] = [createServer(), createServer()];
  first.listen(0, "127.0.0.1");
  await once(first, "listening");
  const { port } = first.address() as AddressInfo;
  const next = new Promise<boolean>((resolve) => {
    second.once("error", () => resolve(false));
    second.listen(port + 1, "127.0.0.1", () => resolve(true));
  });
  const free = port < 65_000 && (await next);
  first.close();
  second.close();
  return free ? port : freePorts();
}
