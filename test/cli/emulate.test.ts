// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test, { type ExecutionContext } from "ava";
import axios from "axios";
import { parse } from "yaml";
import { folderWith } from "../helpers/folders";
import { freePorts } from "../helpers/freePorts";

const program = join(__dirname, "../../cli/borderGateway.js");

const emulate = (t: ExecutionContext, ...args: string[]) => emulateIn(t, process.cwd(), ...args);

/** Starts the command in a folder and waits until it is ready. @returns the process and the lines printed until then */
async function emulateIn(t: ExecutionContext, cwd: string, ...args: string[]) {
  const child = spawn(process.execPath, [program, "emulate", ...args], { cwd, stdio: ["ignore", "pipe", "inherit"] });
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

/** Ids and names of a kind at a site that needs no login. */
async function namesAt(port: string, kind: string): Promise<string[]> {
  const { data } = await axios.get(`http://127.0.0.1:${port}/v2.0/${kind}`, { proxy: false });
  return (data[kind] as { id: string; name: string }[]).map(({ id, name }) => `${name} ${id}`);
}

test("--demo creates a router, networks and ports at each site, and prints their ids", async (t) => {
  const folder = folderWith(t);
  const port = String(await freePorts());
  const { lines } = await emulateIn(t, folder, "--demo", "--auth", "none", "--port", port);
  const printed = lines.map((line) => line.trim().replace(/ +/g, " "));
  for (const [site, sitePort] of [[1, port] as const, [2, String(Number(port) + 1)] as const]) {
    t.deepEqual(
      (await namesAt(sitePort, "routers")).map((name) => `router ${name}`),
      [`router edge 0000000${site}-0000-4000-8000-000000000001`],
    );
    const networks = await namesAt(sitePort, "networks");
    t.deepEqual(networks.map((name) => name.split(" ")[0]).sort(), ["db", "web"]);
    const ports = await namesAt(sitePort, "ports");
    t.is(ports.length, 4);
    for (const name of networks) t.true(printed.includes(`network ${name}`), name);
    for (const name of ports)
      t.true(
        printed.some((line) => line.startsWith(`port ${name} 02:00:5e:`)),
        name,
      );
  }
});

test("--demo writes clouds.yaml and a program, and starts again in the same folder without a change", async (t) => {
  const folder = folderWith(t);
  const options = ["--demo", "--port", String(await freePorts()), "--dir", join(folder, "saved")];
  const { child } = await emulateIn(t, folder, ...options);
  const files = ["clouds.yaml", "Pulumi.yaml", "index.ts"].map((file) => join(folder, file));
  const written = files.map((file) => readFileSync(file, "utf8"));
  t.deepEqual(Object.keys(parse(written[0] ?? "").clouds), ["tokyo", "osaka"]);
  child.kill("SIGTERM");
  await once(child, "exit");
  const { lines } = await emulateIn(t, folder, ...options);
  t.deepEqual(
    files.map((file) => readFileSync(file, "utf8")),
    written,
  );
  t.true(lines.includes("The example program was not written, because this folder already contains Pulumi.yaml and index.ts."));
});

test("--demo does not overwrite a clouds.yaml with other content", async (t) => {
  const folder = folderWith(t, { "clouds.yaml": "clouds: {}\n" });
  const args = [program, "emulate", "--demo", "--port", String(await freePorts())];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  t.is(status, 1);
  t.is(
    stderr,
    "clouds.yaml already exists and has other content, so it was not overwritten. Run the command in an empty folder, or write to another file with --clouds FILE.\n",
  );
  t.is(readFileSync(join(folder, "clouds.yaml"), "utf8"), "clouds: {}\n");
  t.false(existsSync(join(folder, "Pulumi.yaml")));
});

test("--demo does not write its program next to another one", async (t) => {
  const folder = folderWith(t, { "index.ts": "export {};\n" });
  const { lines } = await emulateIn(t, folder, "--demo", "--port", String(await freePorts()));
  t.true(lines.includes("The example program was not written, because this folder already contains index.ts."));
  t.is(readFileSync(join(folder, "index.ts"), "utf8"), "export {};\n");
  t.false(existsSync(join(folder, "Pulumi.yaml")));
});

test("--demo requires border gateways", (t) => {
  const { status, stderr } = spawnSync(process.execPath, [program, "emulate", "--demo", "--kind", "upstream"], { encoding: "utf8" });
  t.is(status, 1);
  t.is(stderr, "--demo requires border gateways, which --kind upstream does not support. Omit one of the options.\n");
});
