// SPDX-License-Identifier: Apache-2.0
import { DEFAULT_PROJECT } from "../neutron/caller";

export interface Domain {
  readonly id: string;
  readonly name: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly enabled: boolean;
  /** Roles by what they are on: a project's id, `domain` or `system`. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Base32 secret; a user who has one logs in with method `totp`. */
  readonly totpSecret?: string;
  /** The methods that are all required (multi-factor). If omitted, any one is enough. */
  readonly required?: readonly string[];
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly userId: string;
  readonly projectId: string;
  readonly roles: readonly string[];
  readonly expiresAt?: Date;
}

/** The users, projects and roles of the emulated Keystone. All are in the domain Default, and all passwords are `secret`. */
export const DOMAIN: Domain = { id: "default", name: "Default" };

export const PROJECTS: readonly Project[] = [
  { id: DEFAULT_PROJECT, name: "admin", enabled: true },
  { id: "b".repeat(32), name: "tenant", enabled: true },
  { id: "c".repeat(32), name: "closed", enabled: false },
];

const ADMIN = ["admin", "manager", "member", "reader"];
const TENANT = "b".repeat(32);

const user = (name: string, roles: User["roles"], more: Partial<User> = {}): User => ({
  id: `user-${name}`,
  name,
  password: "secret",
  enabled: true,
  roles,
  ...more,
});

export const USERS: readonly User[] = [
  user("admin", { [DEFAULT_PROJECT]: ADMIN, ["c".repeat(32)]: ADMIN, domain: ADMIN, system: ADMIN }),
  user("member", { [TENANT]: ["member", "reader"] }),
  user("reader", { [TENANT]: ["reader"] }),
  user("disabled", { [DEFAULT_PROJECT]: ADMIN }, { enabled: false }),
  user("totp", { [DEFAULT_PROJECT]: ADMIN }, { totpSecret: "JBSWY3DPEHPK3PXP" }),
  user("mfa", { [DEFAULT_PROJECT]: ADMIN }, { totpSecret: "JBSWY3DPEHPK3PXP", required: ["password", "totp"] }),
];

export const APPLICATION_CREDENTIALS: readonly ApplicationCredential[] = [
  { id: "credential-admin", name: "deployer", secret: "secret", userId: "user-admin", projectId: DEFAULT_PROJECT, roles: ADMIN },
  {
    id: "credential-expired",
    name: "expired",
    secret: "secret",
    userId: "user-admin",
    projectId: DEFAULT_PROJECT,
    roles: ADMIN,
    expiresAt: new Date(0),
  },
];
