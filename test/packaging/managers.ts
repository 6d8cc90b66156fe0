// SPDX-License-Identifier: Apache-2.0
// The package managers of the tests, each with its caches inside the repository's own node_modules.
import { join } from "node:path";
import { ROOT } from "../helpers/compile";

type Command = readonly [command: string, ...args: string[]];

export interface Manager {
  /** Settings in the folder of the project. */
  readonly files: Readonly<Record<string, string>>;
  /** Adds packages to the project; their names follow. */
  readonly add: Command;
  /** Installs what the package.json files list. */
  readonly install: Command;
}

const CACHE = join(ROOT, "node_modules/.cache");
const npmOptions = ["--no-audit", "--no-fund", "--prefer-offline"];

export const npm: Manager = { files: {}, add: ["npm", "install", ...npmOptions], install: ["npm", "install", ...npmOptions] };

/** pnpm 10 is the last one that runs on Node 20. */
export function pnpm(settings = "", workspaces: readonly string[] = []): Manager {
  const pnpmCommand = (verb: string): Command => {
    const store = ["--prefer-offline", "--store-dir", join(CACHE, "pnpm-store")];
    return ["npm", "exec", "--yes", "--", "pnpm@10.34.9", verb, ...store];
  };
  const packages = workspaces.length === 0 ? "" : `packages: ${JSON.stringify(workspaces)}\n`;
  return {
    files: { "pnpm-workspace.yaml": `${packages}${settings}` },
    add: pnpmCommand("add"),
    install: [...pnpmCommand("install"), "--no-frozen-lockfile"],
  };
}

export function yarn(nodeLinker: "pnpm" | "node-modules"): Manager {
  const yarnCommand = (verb: string): Command => ["npm", "exec", "--yes", "--", "@yarnpkg/cli-dist@4.18.1", verb];
  const settings = { nodeLinker, enableTelemetry: false, enableImmutableInstalls: false, enableGlobalCache: false };
  const folders = { cacheFolder: join(CACHE, "yarn"), globalFolder: join(CACHE, "yarn-global") };
  return {
    // Without a lockfile of its own, yarn takes a folder above for the project.
    files: { ".yarnrc.yml": JSON.stringify({ ...settings, ...folders }), "yarn.lock": "" },
    add: yarnCommand("add"),
    install: yarnCommand("install"),
  };
}
