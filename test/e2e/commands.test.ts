// SPDX-License-Identifier: Apache-2.0
// Commands of the Pulumi CLI other than preview, up, refresh and destroy, on a segment between two emulated sites.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";
import { onPulumi } from "../pulumi/onPulumi";
import { assertSame, changed, deployedSegment, idsInState, pulumiSegment } from "./pulumiSegment";
import { declare, did, drift, good } from "./topology";

onPulumi("preview --json is JSON alone, names every step, and holds no login", async (t) => {
  const { stack, sites, resources } = await pulumiSegment(t);
  await declare(stack, resources());
  const preview = JSON.parse(await stack.pulumi(["preview", "--json", "--stack", "dev"])) as {
    steps: { op: string; urn: string }[];
    changeSummary: Record<string, number>;
  };
  t.deepEqual(preview.changeSummary, { create: 9 });
  t.is(preview.steps.filter(({ op, urn }) => op === "create" && urn.includes("border-gateway")).length, 8);
  t.false(JSON.stringify(preview).includes('"token'));
  t.deepEqual(sites.flatMap(writesOf), []);
});

onPulumi("a saved plan is what up --plan does, and up --plan refuses anything else", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  const plan = join(stack.folder, "plan.json");
  const moved = changed(resources(), "tokyo-edge", {
    args: { ...resources()[0]?.args, tunnelIps: ["203.0.113.77"] },
  });
  await declare(stack, moved);
  await good(t, stack.preview({ cliArguments: ["--save-plan", plan] }));
  t.deepEqual(did(await good(t, stack.up({ cliArguments: ["--plan", plan] }))), ["update tokyo-edge"]);
  t.deepEqual(sites[0].objects("gateway_devices")[0]?.tunnel_ips, ["203.0.113.77"]);

  await declare(stack, resources(10_200));
  const refused = await stack.up({ cliArguments: ["--plan", plan] });
  t.false(refused.ok);
  t.regex(refused.errors.join("\n"), /violates plan/);
  await assertSame(t, sites, stack);
});

onPulumi("--target and --exclude leave the rest of the program alone", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  const { deployment } = await stack.exportState();
  const urnOf = (name: string) => deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
  const both = resources().map((one) =>
    one.kind === "GatewayDevice" ? { ...one, args: { ...one.args, name: `${one.name}-renamed` } } : one,
  );
  await declare(stack, both);
  t.deepEqual(did(await good(t, stack.up({ cliArguments: ["--target", urnOf("tokyo-edge")] }))), ["update tokyo-edge"]);
  t.deepEqual(
    sites[1].objects("gateway_devices").map(({ name }) => name === "osaka-edge-renamed"),
    [false],
  );
  await declare(
    stack,
    both.map((one) => (one.kind === "GatewayDevice" ? { ...one, args: { ...one.args, name: `${one.name}-again` } } : one)),
  );
  t.deepEqual(did(await good(t, stack.up({ cliArguments: ["--exclude", urnOf("tokyo-edge")] }))), ["update osaka-edge"]);
  t.is(sites[0].objects("gateway_devices")[0]?.name, "tokyo-edge-renamed");
  t.is(sites[1].objects("gateway_devices")[0]?.name, "osaka-edge-again");
  await good(t, stack.destroy({ cliArguments: ["--target", urnOf("osaka-host")] }));
  await assertSame(t, sites, stack);
  t.is((await idsInState(stack)).length, 7);
});

onPulumi(
  "drift: refresh --preview-only shows it, up --refresh repairs it, refresh --run-program reads with today's configuration",
  async (t) => {
    const { stack, sites, ends } = await deployedSegment(t);
    const [device] = sites[0].objects("gateway_devices");
    sites[0].edit("gateway_devices", String(device?.id), { tunnel_ips: ["203.0.113.99"] });
    t.deepEqual(drift(await good(t, stack.refresh({ previewOnly: true }))), ["tokyo-edge update"]);
    t.deepEqual(
      did(await good(t, stack.up({ refresh: true }))).filter((step) => step.startsWith("update")),
      ["update tokyo-edge"],
    );
    t.deepEqual(sites[0].objects("gateway_devices")[0]?.tunnel_ips, [ends[0].tunnel]);

    sites[0].edit("gateway_devices", String(device?.id), { tunnel_ips: ["203.0.113.98"] });
    const refreshed = await good(t, stack.refresh({ cliArguments: ["--run-program"] }));
    t.deepEqual(drift(refreshed), ["tokyo-edge update"]);
    t.notRegex(refreshed.diagnostics, /nameHint|__/);
    t.deepEqual(did(await good(t, stack.up())), ["update tokyo-edge"]);
    t.deepEqual(did(await good(t, stack.up())), []);
  },
);

onPulumi("a stack is renamed, and resources move to another stack and back: nothing changes at any site", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  await stack.pulumi(["stack", "rename", "production", "--stack", "dev"]);
  const production = stack.renamed("production");
  t.deepEqual(did(await good(t, production.up())), []);

  const other = await production.sibling("other");
  const urns = ((await production.exportState()).deployment.resources ?? []).map(({ urn }) => urn);
  const moved = ["osaka-edge", "osaka-blue", "osaka-join", "osaka-host"];
  const osaka = urns.filter((urn) => moved.some((name) => urn.endsWith(`::${name}`)));
  await production.pulumi([
    "state",
    "move",
    "--source",
    "organization/project/production",
    "--dest",
    "organization/project/other",
    "--yes",
    ...osaka,
  ]);
  await declare(
    production,
    resources().filter(({ name }) => !moved.includes(name)),
  );
  await declare(
    other,
    resources().filter(({ name }) => moved.includes(name)),
  );
  for (const each of [production, other]) t.deepEqual(did(await good(t, each.up())), []);
  t.deepEqual(sites.flatMap(writesOf), []);
  await assertSame(t, sites, production, other);
  await good(t, other.destroy());
  await assertSame(t, sites, production);
  t.is((await idsInState(production)).length, 4);
});

onPulumi("a stack of gateways takes the devices of another stack by stack reference", async (t) => {
  const { stack, sites, resources } = await pulumiSegment(t);
  const devices = resources().filter(({ kind }) => kind === "GatewayDevice");
  await declare(stack, devices);
  await good(t, stack.up());
  const gateways = await stack.sibling("gateways");
  const rest = resources().filter(({ kind }) => kind !== "GatewayDevice");
  // Outputs of another stack: `${tokyo-edge.id}` of this program becomes `${dev!tokyo-edge}`.
  const byReference = JSON.parse(JSON.stringify(rest).replaceAll(/\$\{(\w+-edge)\.id\}/g, (_, name: string) => `\${dev!${name}}`));
  await declare(gateways, byReference);
  await good(t, gateways.preview());
  await good(t, gateways.up());
  await assertSame(t, sites, stack, gateways);
  t.deepEqual(did(await good(t, gateways.up())), []);
  const refused = await stack.destroy();
  t.false(refused.ok, "the devices are in use");
  t.regex(refused.errors.join("\n"), /It is used by|is used by/);
  await good(t, gateways.destroy());
  await good(t, stack.destroy());
  await assertSame(t, sites, stack, gateways);
});

onPulumi("secrets of the configuration and of inputs lie encrypted in the files of the stack", async (t) => {
  const { stack, resources, ends } = await pulumiSegment(t);
  const mac = ends[1].hostMac;
  const program = changed(resources(), "tokyo-host", { args: { ...resources()[3]?.args, macAddress: { secret: mac } } });
  // The program of the tests lies in the configuration, which the state of the default provider repeats.
  await stack.setConfig("test:resources", JSON.stringify(program), { secret: true });
  const up = await good(t, stack.up());
  t.false(up.diagnostics.includes(mac));
  const state = readFileSync(stack.stateFile, "utf8");
  t.true(state.includes(ends[0].hostMac), "what is no secret is there in plain text");
  t.false(state.includes(mac), "the secret is not");
  t.false(state.includes('"token'), "nor is the login");
  const config = parse(readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
  t.deepEqual(Object.keys(Object(config.config["border-gateway:sites"])), ["secure"], stringify(config));
});

onPulumi("--replace replaces a resource with everything that depends on it, and leaves nothing over", async (t) => {
  const { stack, sites } = await deployedSegment(t);
  for (const [kind, replaced] of [
    ["edge", 4],
    ["blue", 2],
    ["join", 1],
    ["host", 1],
  ] as const) {
    const before = idsAt(sites[0]);
    const urn = (await stack.exportState()).deployment.resources?.find((resource) => resource.urn.endsWith(`::tokyo-${kind}`))?.urn ?? "";
    await good(t, stack.preview({ replace: [urn] }));
    await good(t, stack.up({ replace: [urn] }));
    await assertSame(t, sites, stack);
    const after = idsAt(sites[0]);
    t.is(after.length, before.length, kind);
    t.is(before.filter((id) => !after.includes(id)).length, replaced, kind);
    t.deepEqual(did(await good(t, stack.up())), [], kind);
  }
});
