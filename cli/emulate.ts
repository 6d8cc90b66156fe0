// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { BorderGatewayError } from "../provider/client/errors";
import { cloudsYaml, type EmulatedSite, type SiteAuth, type SiteKind, startSites } from "../sdk/testing/index";
import { writeDemoClouds, writeDemoProject } from "./demoProject";
import { fillDemoSites } from "./demoSites";

interface Flags {
  sites: string[];
  kind: SiteKind;
  auth: SiteAuth;
  port: number;
  dir?: string;
  clouds?: string;
  demo?: true;
  latency: number;
  takenTunnelAddress: number;
}

/** The command `border-gateway emulate`, which runs emulated sites in the foreground until it is interrupted. */
export function emulateCommand(): Command {
  return new Command("emulate")
    .description("run emulated sites (local Neutron servers with border gateways) on 127.0.0.1 until interrupted")
    .addOption(
      new Option("--sites <names>", "comma-separated names of the sites").default(["tokyo", "osaka"], "tokyo,osaka").argParser(names),
    )
    .addOption(
      new Option("--kind <kind>", "server to emulate: networking-midonet (border) or networking-l2gw (upstream)")
        .choices(["border", "upstream"])
        .default("border"),
    )
    .addOption(
      new Option("--auth <auth>", "authentication: a Keystone, fixed tokens, or none")
        .choices(["keystone", "tokens", "none"])
        .default("keystone"),
    )
    .addOption(
      new Option("--port <number>", "port of the first site; the other sites use the following ports")
        .default(19696)
        .argParser(number(1, 65535)),
    )
    .option("--dir <directory>", "directory in which to keep the contents of the sites (default: in memory)")
    .option("--clouds <file>", "write clouds.yaml to this file instead of printing it")
    .option("--demo", "create a router, networks and ports at each site, and write clouds.yaml and an example program to this folder")
    .addOption(
      new Option("--latency <ms>", "delay in milliseconds added to each response of the network service")
        .default(0)
        .argParser(number(0, 600_000)),
    )
    .addOption(
      new Option(
        "--taken-tunnel-address <ms>",
        "delay in milliseconds of the 500 response to a duplicate tunnel address (real servers: 153000 to 163000)",
      )
        .default(50)
        .argParser(number(0, 600_000)),
    )
    .action(emulate);
}

async function emulate({ clouds, demo, latency, takenTunnelAddress, ...options }: Flags): Promise<void> {
  if (demo && options.kind !== "border")
    throw new BorderGatewayError(
      `--demo requires border gateways, which --kind ${options.kind} does not support. Omit one of the options.`,
    );
  const sites = await startSites({ ...options, latencyMs: latency, takenTunnelAddressMs: takenTunnelAddress });
  try {
    for (const line of demo ? await prepareDemo(sites, clouds ?? "clouds.yaml") : addresses(sites, clouds)) console.log(line);
    console.log("ready; interrupt to stop");
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
  } finally {
    await Promise.all(sites.map((site) => site.stop()));
  }
}

/** Writes clouds.yaml to a file, or returns its text. @returns lines for the user */
function addresses(sites: readonly EmulatedSite[], clouds: string | undefined): string[] {
  const lines = sites.map(addressLine);
  if (clouds === undefined) return [...lines, `\n# clouds.yaml\n${cloudsYaml(sites)}`];
  writeFileSync(clouds, cloudsYaml(sites), { mode: 0o600 });
  return [...lines, `use: OS_CLIENT_CONFIG_FILE=${clouds}`];
}

/** Creates what the example program needs. @returns lines for the user */
async function prepareDemo(sites: readonly EmulatedSite[], clouds: string): Promise<string[]> {
  await writeDemoClouds(clouds, cloudsYaml(sites));
  const contents = fillDemoSites(sites);
  const lines = sites.flatMap((site) => [addressLine(site), ...(contents.get(site.name) ?? []).map((line) => `  ${line}`)]);
  return [...lines, `Wrote ${clouds} with the logins of the sites.`, await writeDemoProject(sites.map(({ name }) => name))];
}

const addressLine = ({ name, url }: EmulatedSite): string => `site ${name}: ${url}`;

function names(text: string): string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.some((name) => !/^[\w.-]+$/.test(name)))
    throw new InvalidArgumentError("Names have letters, digits, dots, dashes and underscores.");
  if (new Set(list).size !== list.length) throw new InvalidArgumentError("Two sites have the same name.");
  return list;
}

const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`It is a whole number from ${low} to ${high}.`);
    return value;
  };
