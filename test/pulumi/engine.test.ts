// SPDX-License-Identifier: Apache-2.0
// `npm run engine`, with a stand-in for Go: what it builds once, what a killed build leaves, and what a user reads if it cannot build.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { folderWith } from "../helpers/folders";

/** A `go` that notes each call and writes an executable to the path after `-o`, or does what these lines of shell say. */
const fakeGo = (body = 'printf "#!/bin/sh\\n" > "$3"; chmod +x "$3"') => `#!/bin/sh\necho "$PWD" >> "$(dirname "$0")/calls"\n${body}\n`;

interface Machine {
  /** What lies in the cache, hidden files included. */
  cached(): string[];
  /** How often Go was called. */
  builds(): number;
  start(): ChildProcess;
  run(): Promise<{ code: number | null; output: string }>;
}

/** A machine with an empty cache, and with this `go` or none. */
function machine(t: ExecutionContext, go?: string): Machine {
  const bin = folderWith(t, { ...(go === undefined ? {} : { go }), calls: "" });
  if (go !== undefined) chmodSync(join(bin, "go"), 0o755);
  const cache = mkdtempSync(join(tmpdir(), "cache-"));
  t.teardown(() => rmSync(cache, { recursive: true, force: true }));
  const start = () =>
    spawn(process.execPath, [resolve("scripts/engine.mjs")], {
      env: { PATH: [bin, dirname(process.execPath), "/bin", "/usr/bin"].join(delimiter), XDG_CACHE_HOME: cache, HOME: cache },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const folder = join(cache, "pulumi-border-gateway");
  return {
    cached: () => (existsSync(folder) ? readdirSync(folder) : []),
    builds: () => statSync(join(bin, "calls")).size,
    start,
    run: async () => {
      const child = start();
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      const code = await new Promise<number | null>((done) => child.once("close", done));
      return { code, output };
    },
  };
}

test("the engine is built once, and its folder contains everything that the CLI expects next to itself", async (t) => {
  const { run, cached, builds } = machine(t, fakeGo());
  const first = await run();
  t.is(first.code, 0, first.output);
  const [folder, ...others] = cached();
  t.deepEqual(others, []);
  t.regex(folder ?? "", /^pulumi-v3\.\d+\.\d+-yaml-v1\.\d+\.\d+$/);
  const built = builds();
  const begin = Date.now();
  const second = await run();
  t.is(second.code, 0, second.output);
  t.is(builds(), built);
  t.true(Date.now() - begin < 1_000, `a second call took ${Date.now() - begin} ms`);
  t.regex(second.output, /^Pulumi v3\.\S+ is ready: \S+pulumi\n$/);
});

test("two builds at once both succeed, and leave one engine", async (t) => {
  const { run, cached } = machine(t, fakeGo('sleep 0.3; printf "#!/bin/sh\\n" > "$3"; chmod +x "$3"'));
  for (const { code, output } of await Promise.all([run(), run()])) t.is(code, 0, output);
  t.is(cached().length, 1);
});

test("a killed build leaves no engine, and the next build removes what is left", async (t) => {
  const { start, run, cached } = machine(t, fakeGo('sleep 2; printf "#!/bin/sh\\n" > "$3"; chmod +x "$3"'));
  const child = start();
  while (cached().length === 0) await sleep(10);
  t.regex(cached()[0] ?? "", /^\.building-/);
  const builder = Number(cached()[0]?.split("-")[1]);
  process.kill(builder, "SIGKILL");
  await new Promise((done) => child.once("exit", done));
  t.regex(cached()[0] ?? "", /^\.building-/);
  t.is((await run()).code, 0);
  t.deepEqual(cached().length, 1);
  t.regex(cached()[0] ?? "", /^pulumi-v3/);
});

// The text on standard error is what Go 1.20, 1.22 and 1.26 print.
const unable = {
  "without Go": { sentence: /^Go is not installed: install Go 1\.26 or later/m },
  "with a Go that is too old": {
    prints: "go: go.mod requires go >= 1.26.6 (running go 1.25.0; GOTOOLCHAIN=local)",
    sentence: /^Go 1\.25\.0 is too old: install Go 1\.26\.6 or later\.$/m,
  },
  "with a Go that does not know the form of go.mod": {
    prints: "go: errors parsing go.mod:\ngo.mod:6: unknown directive: tool",
    sentence: /^This Go is too old: install Go 1\.26 or later\.$/m,
  },
  "without a registry": {
    prints: 'go: github.com/pulumi/pulumi/pkg/v3@v3.274.1: Get "https://registry.example": dial tcp: lookup registry.example: no such host',
    sentence: /^Go cannot reach a module registry: check GOPROXY and the network\.$/m,
  },
  "with GOPROXY=off": {
    prints: "go: github.com/pulumi/pulumi/pkg/v3@v3.274.1: module lookup disabled by GOPROXY=off",
    sentence: /^Go cannot reach a module registry/m,
  },
};
for (const [when, { sentence, ...go }] of Object.entries(unable))
  test(`${when}: one sentence, exit code 3, and nothing in the cache`, async (t) => {
    const { run, cached } = machine(t, "prints" in go ? fakeGo(`cat >&2 <<'END'\n${go.prints}\nEND\nexit 1`) : undefined);
    const { code, output } = await run();
    t.is(code, 3, output);
    t.regex(output, sentence);
    const said = output
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("Building the Pulumi engine."));
    t.is(said.length, 1, output);
    t.deepEqual(cached(), []);
  });

test("a build that fails for another reason shows what Go printed", async (t) => {
  const { run, cached } = machine(t, fakeGo("echo 'main.go:1:1: syntax error' >&2; exit 1"));
  const { code, output } = await run();
  t.is(code, 1);
  t.regex(output, /go build github\.com\/pulumi\/\S+ failed:\nmain\.go:1:1: syntax error/);
  t.deepEqual(cached(), []);
});
