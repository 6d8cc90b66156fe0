// SPDX-License-Identifier: Apache-2.0
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import test, { type ExecutionContext } from "ava";
import { ROOT } from "../helpers/compile";
import { descendants, isAlive } from "../stack/processTree";

/** Starts the demo with its own temporary folder and collects its output. */
function startDemo(t: ExecutionContext) {
  const folder = mkdtempSync(join(tmpdir(), "demo-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(process.execPath, [join(ROOT, "dist/scripts/demo.js")], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.teardown(() => void child.kill("SIGINT"));
  const printed = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed.text += text;
    });
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, printed, code, folder };
}

test("the demo shows every step, succeeds and leaves nothing behind", async (t) => {
  t.timeout(300_000);
  const { printed, code, folder } = startDemo(t);
  t.is(await code, 0, printed.text);
  for (const shown of [
    /1\. Preview/,
    /tokyo holds:\n {2}gateway device {2}tokyo-edge-[0-9a-f]{7}, router_vtep, tunnel address 203\.0\.113\.1\n {4}remote MAC {4}02:00:5e:10:02:01 behind 203\.0\.113\.2, segmentation id 10100/,
    /3\. Up again: nothing changes.*9 unchanged.*Modifying requests: none/s,
    /4\. Drift.*osaka-edge.*osaka-to-tokyo-host/s,
    /5\. The segmentation id changes.*osaka: POST \/v2\.0\/l2-gateway-connections -> 201.*segmentation id 10200/s,
    /6\. Invalid configuration.*site tokyo has no network of this id/s,
    /7\. Destroy.*tokyo holds no gateway objects\nosaka holds no gateway objects/s,
    /8\. Mesh: three sites.*nagoya holds:\n {2}gateway device [^\n]*203\.0\.113\.3\n( {4}remote MAC {4}02:00:5e:10:0[12]:01 behind 203\.0\.113\.[12], segmentation id 10300\n){2}/s,
    /9\. Diagrams.*flowchart LR\n {2}s0\["<b>nagoya<\/b><br\/>router_vtep 203\.0\.113\.3<br\/>blue 10300"\]/s,
    /Diagram of the live sites: \.demo\/mesh\.svg.*10\. Destroy/s,
  ])
    t.regex(printed.text, shown);
  const drawing = readFileSync(join(ROOT, ".demo/mesh.svg"), "utf8");
  t.is(drawing.match(/<title>\w+ – \w+: blue<\/title>/g)?.length, 3, "there is a tunnel between each pair of sites");
  t.deepEqual(readdirSync(folder), []);
});

test("a demo that is interrupted twice ends at once and leaves no process or file behind", async (t) => {
  t.timeout(120_000);
  const { child, printed, code, folder } = startDemo(t);
  const isUp = () => /=== 2\. Up.*GatewayDevice/s.test(printed.text);
  while (!isUp() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  const started = descendants(child.pid ?? 0);
  t.true(started.length > 0);
  child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill("SIGINT");
  t.is(await code, 130, printed.text);
  t.deepEqual(readdirSync(folder), []);
  // The system may report the end of a killed process after a short delay.
  for (let turn = 0; turn < 100 && started.some(isAlive); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
  t.deepEqual(started.filter(isAlive), []);
});
