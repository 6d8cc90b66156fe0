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
  readonly module: string;
  /** Import path of the program. */
  readonly package: string;
  /** The module that the version is of. */
  readonly versionOf: string;
  /** The variable that holds the version; the program does not know it otherwise. */
  readonly versionVariable?: string;
}

export const pulumiCli: GoProgram = {
  name: "pulumi",
  module: join(modules, "cli"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  versionOf: "github.com/pulumi/pulumi/pkg/v3",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

export const yamlLanguageHost: GoProgram = {
  name: "pulumi-language-yaml",
  module: join(modules, "yaml"),
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  versionOf: "github.com/pulumi/pulumi-yaml",
};

/** Folder of everything that is built, outside the repository. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-border-gateway", "engine");

/** The version that go.mod pins, for instance `v3.274.1`. @throws Error if go.mod does not require the module */
export function pinnedVersion({ module, versionOf }: GoProgram): string {
  const file = join(module, "go.mod");
  const required = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().split(" "))
    .find(([name]) => name === versionOf);
  if (required?.[1] === undefined) throw new Error(`${file} does not require ${versionOf}`);
  return required[1];
}

/** The folder of one version of a program. */
export const programFolder = (program: GoProgram): string => join(cacheFolder(), `${program.name}-${pinnedVersion(program)}`);

export const fileName = ({ name }: GoProgram): string => (process.platform === "win32" ? `${name}.exe` : name);

/** The executable of the pinned version if it has been built. */
export function findBuilt(program: GoProgram): string | undefined {
  const file = join(programFolder(program), fileName(program));
  return existsSync(file) ? file : undefined;
}
