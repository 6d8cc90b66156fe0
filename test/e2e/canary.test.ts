// SPDX-License-Identifier: Apache-2.0
// A secret that is searched for everywhere that outlives or leaves the provider process: state, all output, traces, process list, environments.
import test, { type ExecutionContext } from "ava";
import { stringify } from "yaml";
import { CANARY, canarySite, type Echo, found, watchProcesses } from "../helpers/canary";
import { folderWith } from "../helpers/folders";
import { newStack } from "../stack/newStack";
import type { Result, StackDriver } from "../stack/stack";
import { declare } from "./topology";

const device = (name: string, address: string) => ({
  kind: "GatewayDevice" as const,
  name,
  args: { site: "tokyo", type: "hw_vtep", managementIp: address, managementPort: 6632, tunnelIps: [address.replace("192.0", "10.0")] },
});

async function clean(t: ExecutionContext, what: string, stack: StackDriver, result: Result, secrets: Iterable<string>): Promise<void> {
  t.deepEqual(found(result.diagnostics, secrets), [], `output of ${what}`);
  t.deepEqual(found(JSON.stringify(await stack.exportState()), secrets), [], `state after ${what}`);
}

test("success and every kind of failure, from clouds.yaml, with all bodies traced", async (t) => {
  t.timeout(300_000);
  const site = await canarySite(t);
  const folder = folderWith(t, { "clouds.yaml": stringify({ clouds: { tokyo: site.cloud } }) });
  const env = { OS_CLIENT_CONFIG_FILE: `${folder}/clouds.yaml`, BORDER_GATEWAY_LOG: "trace" };
  const stack = await newStack(t, { program: `${__dirname}/program.js`, env });
  const processes = watchProcesses(t, site.secrets);
  await declare(stack, [device("one", "192.0.2.1")]);
  for (const operation of ["preview", "up", "refresh"] as const) {
    const result = await stack[operation]();
    t.true(result.ok, result.diagnostics);
    await clean(t, operation, stack, result, site.secrets);
  }
  let address = 1;
  for (const echo of [
    "login refused",
    "token refused",
    "500",
    "page",
    "broken JSON",
    "redirect",
    "cut",
  ] as const satisfies readonly Echo[]) {
    site.echo = echo;
    await declare(stack, [device("one", "192.0.2.1"), device("two", `192.0.2.${++address}`)]);
    const result = await stack.up();
    t.false(result.ok, echo);
    // The trap: the site has echoed, and the trace has shown it, masked.
    t.true(result.diagnostics.includes("***"), echo);
    t.true(result.diagnostics.includes("border-gateway: tokyo POST"), echo);
    await clean(t, echo, stack, result, site.secrets);
  }
  site.echo = "none";
  const destroyed = await stack.destroy();
  await clean(t, "destroy", stack, destroyed, site.secrets);
  t.true(site.secrets.size > 1);
  t.true(processes.seen.size > 5);
  t.deepEqual(processes.stop(), []);
});

test("what is configured wrongly is told without what stands there", async (t) => {
  t.timeout(120_000);
  const site = await canarySite(t);
  const yaml = stringify({ clouds: { tokyo: site.cloud } });
  const inline = JSON.stringify({ tokyo: site.cloud });
  const quoted = JSON.stringify(CANARY);
  const wrong: readonly [what: string, file: string, sites?: string][] = [
    ["a key twice", `clouds:\n  tokyo:\n    auth:\n      password: ${quoted}\n      password: ${quoted}\n`],
    ["a password in a URL", `clouds: {tokyo: {auth_type: none, endpoint: "http://alice:${encodeURIComponent(CANARY)}@127.0.0.1:1"}}`],
    [
      "a password where a key belongs",
      `clouds: {tokyo: {auth_type: none, endpoint: "https://127.0.0.1:1", cert: "-----BEGIN", key: ${quoted}}}`,
    ],
    ["JSON that is cut", yaml, inline.slice(0, -3)],
  ];
  for (const [what, file, sites] of wrong) {
    const folder = folderWith(t, { "clouds.yaml": file });
    const env = { OS_CLIENT_CONFIG_FILE: `${folder}/clouds.yaml`, BORDER_GATEWAY_LOG: "trace" };
    const secrets = sites === undefined ? {} : { "border-gateway:sites": sites };
    const stack = await newStack(t, { program: `${__dirname}/program.js`, env, secrets });
    await declare(stack, [device("one", "192.0.2.1")]);
    const result = await stack.preview();
    t.false(result.ok, what);
    t.regex(result.diagnostics, /tokyo|border-gateway:sites|clouds.yaml/, what);
    t.notRegex(result.diagnostics, /\n\s+at /, `${what}: no stack trace`);
    await clean(t, what, stack, result, site.secrets);
  }
});
