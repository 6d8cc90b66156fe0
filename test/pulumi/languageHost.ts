// SPDX-License-Identifier: Apache-2.0
// The Node.js language host of the tests. The official one is not in any package registry, so a Pulumi CLI that was built from the Go module has none.
// It follows pulumi@1b5949891b sdk/nodejs/cmd/pulumi-language-nodejs/main.go, as far as tests need it: no debugger, no code generation, no `pulumi install`.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import language from "@pulumi/pulumi/proto/language_pb";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { toldAlready } from "../engine/languageHost";
import { answer, listen, newServer } from "../wire/grpc";

/** Milliseconds between SIGINT and SIGKILL for a program that the engine cancels. */
const GRACE_MS = 5_000;

/** The engine's address: the last argument, or the one from Handshake. */
let engineAddress = process.argv.at(-1) ?? "";

/** Ends the programs that run, for `Cancel`. */
const running = new Set<() => void>();

/** An unimplemented method is refused by the server itself; these are the ones that operations on a stack call. */
const methods = {
  handshake: answer(async (request: language.LanguageHandshakeRequest) => {
    engineAddress = request.getEngineAddress();
    return new language.LanguageHandshakeResponse();
  }),
  getPluginInfo: answer(async () => new plugin.PluginInfo()),
  getRequiredPackages: answer(async () => new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: answer(async () => new language.GetRequiredPluginsResponse()),
  getProgramDependencies: answer(async () => new language.GetProgramDependenciesResponse()),
  about: answer(async () => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  cancel: answer(async () => {
    for (const stop of running) stop();
    return new Empty();
  }),
  run: answer(run),
};

async function run(request: language.RunRequest, cancelled: AbortSignal): Promise<language.RunResponse> {
  const response = new language.RunResponse();
  const info = request.getInfo();
  if (info === undefined) return response.setError("the engine sent no information about the program");
  const folder = info.getProgramDirectory();
  let script: string;
  try {
    script = await locate("@pulumi/pulumi/cmd/run", folder);
  } catch (error) {
    return response.setError(error instanceof Error ? error.message : String(error));
  }
  const { typescript = true, nodeargs = "" } = (info.getOptions()?.toJavaScript() ?? {}) as { typescript?: boolean; nodeargs?: string };
  const child = spawn("node", [...nodeargs.split(" ").filter((argument) => argument !== ""), script, ...programArguments(request, info)], {
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(configOf(request)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(process.stdout, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  const stop = () => {
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
  };
  running.add(stop);
  cancelled.addEventListener("abort", stop);
  // `close`, not `exit`: by then all that the program printed has been passed on.
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)).finally(() =>
    running.delete(stop),
  );
  if (code === toldAlready) return response.setBail(true);
  return code === 0 ? response : response.setError(`Program exited with non-zero exit code: ${code ?? -1}`);
}

function programArguments(request: language.RunRequest, info: language.ProgramInfo): string[] {
  const named = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(named).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  return [...given, ...(request.getDryrun() ? ["--dry-run"] : []), info.getEntryPoint(), ...request.getArgsList()];
}

/** The SDK still reads keys of the form `namespace:config:name`. */
const configOf = (request: language.RunRequest): Record<string, string> =>
  Object.fromEntries(
    request
      .getConfigMap()
      .toArray()
      .map(([key, value]: [string, string]) => [key.replace(":", ":config:"), value]),
  );

/** Resolves a module as the program itself would. */
async function locate(module: string, folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("node", ["-p", `require.resolve(${JSON.stringify(module)})`], { cwd: folder });
    return stdout.trim();
  } catch {
    throw new Error(`${module} cannot be resolved from ${folder}. Have you run pulumi install?`);
  }
}

void (async () => {
  const server = newServer();
  server.addService(LanguageRuntimeService, methods);
  const address = await listen(server);
  console.log(address.split(":")[1]);
  const end = () => {
    for (const stop of running) stop();
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  // The engine holds the other end of standard input for as long as it lives.
  process.stdin.once("end", end).resume();
})();
