// SPDX-License-Identifier: Apache-2.0
// How the files of clouds.ts and oddClouds.ts are written.

export interface Surroundings {
  readonly title: string;
  /** Files by path below the working folder; `home/` is the home. */
  readonly files?: Readonly<Record<string, string>>;
  /** `HERE` in a value is the working folder. */
  readonly env?: Readonly<Record<string, string>>;
  /** The requested cloud. Defaults to the default cloud. */
  readonly cloud?: string;
  /** True where both have to refuse it. */
  readonly refused?: true;
  /** The sentence of docs/login.md by which we refuse what openstacksdk reads. */
  readonly stricter?: string;
}

export const auth = (more = "") => `auth: {auth_url: 'http://k.test/v3', username: a, password: p${more}}`;
export const scoped = auth(", project_name: ops, user_domain_name: UD, project_domain_name: PD");
export const yaml = (clouds: Readonly<Record<string, readonly string[]>>) =>
  `clouds:\n${Object.entries(clouds)
    .map(([name, lines]) => `  ${name}:\n${lines.map((line) => `    ${line}\n`).join("")}`)
    .join("")}`;
/** One cloud with a complete login, and additional text. */
export const one = (...lines: string[]) => ({ "clouds.yaml": yaml({ k: [scoped, ...lines] }) });
/** One cloud of these lines alone. */
export const only = (...lines: string[]) => ({ "clouds.yaml": yaml({ k: lines }) });
