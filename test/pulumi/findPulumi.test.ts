// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { folderWith } from "../helpers/folders";

/** What a process with these programs on PATH finds, with an empty cache. */
async function found(t: ExecutionContext, programs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const folder = folderWith(t, programs);
  for (const name of Object.keys(programs)) chmodSync(join(folder, name), 0o755);
  const script = `console.log(JSON.stringify(require(${JSON.stringify(join(__dirname, "findPulumi.js"))}).findPulumi() ?? null))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
    env: { PATH: `${folder}:${dirname(process.execPath)}:/bin`, HOME: folder, XDG_CACHE_HOME: folder, ...env },
  });
  return JSON.parse(stdout);
}

const cli = (version: string) => `#!/bin/sh\necho '${version}'\n`;
const host = { "pulumi-language-nodejs": "#!/bin/sh\n" };

test("a CLI on PATH with its language host is found, with its version", async (t) => {
  t.deepEqual(await found(t, { pulumi: cli("v3.200.0"), ...host }), { command: "pulumi", source: "path", version: "v3.200.0" });
});

test("a command that prints no version, fails, or has no language host is not used as Pulumi", async (t) => {
  t.is(await found(t, { pulumi: cli("hello"), ...host }), null);
  t.is(await found(t, { pulumi: "#!/bin/sh\nexit 1\n", ...host }), null);
  t.is(await found(t, { pulumi: cli("v3.200.0") }), null);
  t.is(await found(t, {}), null);
});

test("BORDER_GATEWAY_PULUMI: none, empty, and a command that does not run", async (t) => {
  const programs = { pulumi: cli("v3.200.0"), ...host };
  t.is(await found(t, programs, { BORDER_GATEWAY_PULUMI: "none" }), null);
  t.like(await found(t, programs, { BORDER_GATEWAY_PULUMI: "" }), { source: "path" });
  await t.throwsAsync(found(t, programs, { BORDER_GATEWAY_PULUMI: "/nope" }), {
    message: /BORDER_GATEWAY_PULUMI: \/nope cannot be run as a Pulumi CLI/,
  });
});
