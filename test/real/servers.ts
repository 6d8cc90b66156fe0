// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Server } from "../contract/rule";

/** Where everything of the real servers is kept; git does not see it. */
export const HOME = resolve(".real");

/** The Python that the servers run: interpreters' helpers, locks, and what else is not TypeScript. */
export const PYTHON = resolve("test/real/python");

/** A real server: what it is made of and how it starts. */
export interface Recipe {
  readonly server: Server;
  /** Folder below `.real` and below `test/real/python`. */
  readonly folder: "midonet" | "upstream";
  /** Version of Python that it runs on. */
  readonly python: string;
  /** What runs there, for people. */
  readonly software: string;
  /** Modules whose tables it needs besides Neutron's own. */
  readonly models: readonly string[];
}

export const RECIPES: readonly Recipe[] = [
  {
    server: "networking-midonet",
    folder: "midonet",
    python: "3.8",
    software: "networking-midonet 11.0.0, Neutron 17.4.1, networking-l2gw 17.0.1",
    models: [
      "networking_l2gw.db.l2gateway.l2gateway_models",
      "networking_l2gw.db.l2gateway.ovsdb.models",
      ...["data_state_db", "data_version_db", "gateway_device", "port_binding_db", "provider_network_db", "task_db"].map(
        (module) => `midonet.neutron.db.${module}`,
      ),
    ],
  },
  {
    server: "networking-l2gw",
    folder: "upstream",
    python: "3.11",
    software: "networking-l2gw 22.0.0, Neutron 29.0.0",
    models: ["networking_l2gw.db.l2gateway.l2gateway_models", "networking_l2gw.db.l2gateway.ovsdb.models"],
  },
];

/** Finds an interpreter: `REAL_PYTHON_3_8` or `REAL_PYTHON_3_11`, pyenv's, uv's, then the path. */
export function findPython(version: string, environment = process.env): string | undefined {
  const named = environment[`REAL_PYTHON_${version.replace(".", "_")}`];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const managed = [
    join(environment.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions"),
    join(homedir(), ".local/share/uv/python"),
  ].flatMap((root) => (existsSync(root) ? readdirSync(root).map((name) => [root, name] as const) : []));
  const installed = managed.find(([, name]) => name.startsWith(`${version}.`) || name.startsWith(`cpython-${version}.`));
  const candidates = [
    ...(installed === undefined ? [] : [join(...installed, "bin", `python${version}`)]),
    ...(environment.PATH ?? "").split(delimiter).map((folder) => join(folder, `python${version}`)),
  ];
  return candidates.find((path) => existsSync(path) && !path.includes(`${join(".pyenv", "shims")}`));
}

/** What to do where there is no such interpreter. */
export const howToGetPython = ({ python, software }: Recipe): string =>
  `Python ${python} is missing, which ${software} runs on. Install it with \`uv python install ${python}\` or \`pyenv install ${python}\`, ` +
  `or name one in REAL_PYTHON_${python.replace(".", "_")}.`;
