// SPDX-License-Identifier: Apache-2.0
// Empty projects outside the repository, which install the package as `npm pack` makes it.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import { ROOT } from "../helpers/compile";
import { newStack } from "../stack/newStack";
import type { Manager } from "./managers";

/** The lowest SDK that the package admits, and the newest that Node 20 runs: 3.249.0 needs Node 22. */
export const LOWEST_SDK = "3.139.0";
export const NEWEST_SDK = Number(process.versions.node.split(".")[0]) >= 22 ? "3.270.0" : "3.248.0";

/** Runs a command, and fails with what it printed. */
export async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 1 << 26, env: { ...process.env, CI: "true" } });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}

/** A folder of the test's own, with these files in it. */
export function emptyFolder(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "consumer-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Packs what is built. */
export async function pack(t: ExecutionContext): Promise<string> {
  const folder = emptyFolder(t, {});
  await run(ROOT, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder);
  return join(folder, readdirSync(folder)[0] ?? "");
}

/** A repository of one commit with the sources as they are now and nothing that was built or installed, as `git clone` gives them to a user. */
export async function freshClone(t: ExecutionContext): Promise<string> {
  const sources = await run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate");
  const folder = emptyFolder(t, {});
  for (const path of sources.split("\0")) if (path !== "" && existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(folder, path));
  const git = (...args: string[]) => run(folder, "git", "-c", "user.name=test", "-c", "user.email=test@localhost", ...args);
  await git("init", "--quiet");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "sources");
  return folder;
}

/** The paths of the files in a tarball of npm. */
export async function filesIn(tarball: string): Promise<string[]> {
  const list = await run(dirname(tarball), "tar", "-tf", tarball);
  return list
    .trim()
    .split("\n")
    .map((path) => path.replace("package/", ""))
    .sort();
}

/** Installs the package and others into an empty project of these files. */
export async function project(
  t: ExecutionContext,
  manager: Manager,
  packages: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const manifest = JSON.stringify({ name: "consumer", private: true });
  const folder = emptyFolder(t, { "package.json": manifest, ...manager.files, ...files });
  await run(folder, ...manager.add, `pulumi-border-gateway@file:${await pack(t)}`, ...packages);
  return folder;
}

/** Ten lines of program: a device, a gateway on it, and the resulting outputs. `imports` is the import statement of the package. */
export const tenLines = (imports: string, exports: string): string => `${imports}
const edge = new GatewayDevice("edge", {
  site: "tokyo",
  managementIp: "192.0.2.10",
  managementPort: 6640,
  tunnelIps: ["192.0.2.1"],
});
const blue = new L2Gateway("blue", { site: "tokyo", devices: [{ deviceId: edge.id, segmentationId: 10100 }] });
${exports}
`;

/** Previews, ups, repairs and destroys a program through the processes of its own SDK, and looks at the site in between. */
export async function previewAndUp(t: ExecutionContext, program: string): Promise<void> {
  const [site] = await startSites({ sites: ["tokyo"] });
  t.teardown(() => site.stop());
  const stack = await newStack(t, {
    program,
    project: "consumer",
    secrets: { "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }) },
  });
  const preview = await stack.preview();
  t.true(preview.ok, preview.diagnostics);
  t.deepEqual(preview.summary, { create: 3 });
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  const [device] = site.objects("gateway_devices");
  t.deepEqual(site.objects("l2_gateways")[0]?.devices, [{ device_id: device?.id, segmentation_id: "10100" }]);
  t.deepEqual(await stack.outputs(), { name: device?.name, gateway: site.objects("l2_gateways")[0]?.id });
  // Whether or not the SDK takes inputs from `read`, as it does from 3.216 on.
  site.edit("gateway_devices", String(device?.id), { tunnel_ips: ["192.0.2.99"] });
  const refresh = await stack.refresh();
  t.true(refresh.ok, refresh.diagnostics);
  const repair = await stack.up();
  t.true(repair.ok, repair.diagnostics);
  t.is(repair.summary.update, 1, "what was changed by hand is found by the refresh and repaired by the next up");
  t.deepEqual(site.objects("gateway_devices")[0]?.tunnel_ips, ["192.0.2.1"]);
  const destroy = await stack.destroy();
  t.true(destroy.ok, destroy.diagnostics);
  t.deepEqual(site.objects("gateway_devices"), []);
}
