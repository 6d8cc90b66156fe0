// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test, { type ExecutionContext } from "ava";
import axios from "axios";
import { parse } from "yaml";

const program = join(__dirname, "../../cli/borderGateway.js");

/** Two ports in a row that nothing listens on. */
async function freePorts(): Promise<number> {
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

/** Starts the command and waits until it is ready; what it printed until then is answered. */
async function emulate(t: ExecutionContext, ...args: string[]) {
  const child = spawn(process.execPath, [program, "emulate", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith("ready")) break;
  }
  return { child, lines };
}

test("site i is on port N+i, and the clouds.yaml that is printed names both", async (t) => {
  const port = await freePorts();
  const { child, lines } = await emulate(t, "--sites", "tokyo,osaka", "--auth", "tokens", "--port", String(port));
  t.deepEqual(lines.slice(0, 2), [`site tokyo: http://127.0.0.1:${port}`, `site osaka: http://127.0.0.1:${port + 1}`]);
  const { clouds } = parse(lines.slice(lines.indexOf("# clouds.yaml") + 1, -1).join("\n"));
  t.deepEqual(Object.keys(clouds), ["tokyo", "osaka"]);
  const { status } = await axios.get(`${clouds.osaka.auth.endpoint}/v2.0/gw/gateway_devices`, {
    headers: { "X-Auth-Token": "admin" },
    proxy: false,
  });
  t.is(status, 200);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  t.is(code, 0);
});

test("what a site holds survives a kill -9", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "emulate-"));
  const port = String(await freePorts());
  const options = ["--sites", "tokyo", "--auth", "none", "--port", port, "--dir", dir, "--clouds", join(dir, "clouds.yaml")];
  const networks = `http://127.0.0.1:${port}/v2.0/networks`;
  const { child } = await emulate(t, ...options);
  const made = await axios.post(networks, { network: { name: "blue", tenant_id: "p" } }, { proxy: false });
  child.kill("SIGKILL");
  await once(child, "exit");
  await emulate(t, ...options);
  t.deepEqual((await axios.get(networks, { proxy: false })).data, { networks: [made.data.network] });
  t.true("tokyo" in parse(readFileSync(join(dir, "clouds.yaml"), "utf8")).clouds);
});

for (const [what, args, sentence] of [
  [
    "a kind that there is not",
    ["--kind", "sideways"],
    /option '--kind <kind>' argument 'sideways' is invalid. Allowed choices are border, upstream/,
  ],
  ["two sites of one name", ["--sites", "tokyo,tokyo"], /Two sites have the same name/],
  ["a name with a slash", ["--sites", "a/b"], /letters, digits, dots, dashes and underscores/],
  ["a port that is none", ["--port", "65536"], /whole number from 1 to 65535/],
] as const)
  test(`${what} is refused in one sentence`, (t) => {
    const { status, stderr } = spawnSync(process.execPath, [program, "emulate", ...args], { encoding: "utf8" });
    t.is(status, 1);
    t.regex(stderr, sentence);
    t.notRegex(stderr, /\n\s+at /);
  });

test("a port that is taken is named", async (t) => {
  const holder = createServer().listen(0, "127.0.0.1");
  t.teardown(() => holder.close());
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  const { status, stderr } = spawnSync(process.execPath, [program, "emulate", "--sites", "tokyo", "--port", String(port)], {
    encoding: "utf8",
  });
  t.is(status, 1);
  t.regex(stderr, new RegExp(`site tokyo cannot listen on 127.0.0.1:${port}: .*EADDRINUSE`));
  t.notRegex(stderr, /\n\s+at /);
});
