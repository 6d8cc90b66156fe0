// SPDX-License-Identifier: Apache-2.0
// Where `npm run engine` puts what it builds, and what is there.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const modules = resolve(__dirname, "../../../test/pulumi");

/** A Go program of which the registry has the source only. */
export interface GoProgram {
  /** Name of the executable file, without the ending that Windows needs. */
  readonly name: string;
  /** Folder of the Go module that pins the version. */
  readonly folder: string;
  /** Import path of the program. */
  readonly package: string;
  /** The module that the version is of. */
  readonly module: string;
  /** The variable that contains the version, which the program cannot find in another way. */
  readonly versionVariable?: string;
}

export const pulumiCli: GoProgram = {
  name: "pulumi",
  folder: join(modules, "cli"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  module: "github.com/pulumi/pulumi/pkg/v3",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

export const yamlLanguageHost: GoProgram = {
  name: "pulumi-language-yaml",
  folder: join(modules, "yaml"),
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  module: "github.com/pulumi/pulumi-yaml",
};

/** The version that go.mod pins, for instance `v3.274.1`. @throws Error if go.mod does not require the module */
export function pinnedVersion({ folder, module }: GoProgram): string {
  const file = join(folder, "go.mod");
  const required = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().split(" "))
    .find(([name]) => name === module);
  if (required?.[1] === undefined) throw new Error(`${file} does not require ${module}`);
  return required[1];
}

/** Folder of everything that is built or downloaded, outside the repository. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-border-gateway");

/** The folder of the pinned versions. Its programs lie side by side, where the CLI looks for its language hosts. */
export const engineFolder = (): string => join(cacheFolder(), `pulumi-${pinnedVersion(pulumiCli)}-yaml-${pinnedVersion(yamlLanguageHost)}`);

export const fileName = (program: GoProgram): string => (process.platform === "win32" ? `${program.name}.exe` : program.name);

/** The CLI of the pinned version if it and its language hosts are there. */
export function builtCli(): string | undefined {
  const files = [fileName(pulumiCli), fileName(yamlLanguageHost), "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
  return files.every((name) => existsSync(join(engineFolder(), name))) ? join(engineFolder(), fileName(pulumiCli)) : undefined;
}
