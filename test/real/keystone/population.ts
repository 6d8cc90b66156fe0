// SPDX-License-Identifier: Apache-2.0
import { call } from "./realKeystone";

export const TOTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

export interface Population {
  /** A token of the administrator. */
  readonly admin: string;
  readonly adminProject: string;
  readonly adminUser: string;
  readonly credential: { readonly id: string; readonly secret: string };
  readonly expiredCredential: { readonly id: string; readonly secret: string };
  readonly trust: string;
  /** Where the identity provider gives access tokens. */
  readonly accessTokens: string;
}

const password = (name: string) => ({ methods: ["password"], password: { user: { name, domain: { id: "default" }, password: "secret" } } });
const onProject = { project: { name: "admin", domain: { id: "default" } } };

type Send = (method: string, path: string, sent?: unknown) => Promise<unknown>;

/** The identity provider `corp`, whose people are a group's that has a role on a project. */
async function federate(send: Send, group: string, { project, role }: { project: string; role: string }): Promise<void> {
  await send("PUT", `/projects/${project}/groups/${group}/roles/${role}`);
  const local = [{ user: { name: "{0}" } }, { group: { id: group } }];
  await send("PUT", "/OS-FEDERATION/mappings/corp", { mapping: { rules: [{ local, remote: [{ type: "HTTP_OIDC_SUB" }] }] } });
  await send("PUT", "/OS-FEDERATION/identity_providers/corp", { identity_provider: { enabled: true, remote_ids: ["https://idp.test"] } });
  await send("PUT", "/OS-FEDERATION/identity_providers/corp/protocols/openid", { protocol: { mapping_id: "corp" } });
}

/** Makes what the tests log in as: a federated identity provider, users for TOTP and several factors, application credentials, a disabled project, a trust, and the network service. */
export async function populate(url: string, neutronUrl: string, accessTokens: string): Promise<Population> {
  const { token: admin, body } = await call(url, "POST", "/auth/tokens", "", { auth: { identity: password("admin"), scope: onProject } });
  const { user, project } = body.token as { user: { id: string }; project: { id: string } };
  const send = async (method: string, path: string, sent?: unknown) => (await call(url, method, path, admin, sent)).body;
  const made = async (path: string, key: string, values: object) => String((await send("POST", path, { [key]: values }))[key]?.id);

  const network = await made("/services", "service", { type: "network", name: "neutron" });
  for (const [region_id, kind] of [
    ["RegionOne", "public"],
    ["RegionOne", "internal"],
  ])
    await made("/endpoints", "endpoint", { service_id: network, region_id, interface: kind, url: neutronUrl });
  const closed = await made("/projects", "project", { name: "closed", domain_id: "default" });
  const role = String(((await send("GET", "/roles?name=admin")).roles as unknown as { id: string }[])[0]?.id);
  await send("PUT", `/projects/${closed}/users/${user.id}/roles/${role}`);
  await send("PATCH", `/projects/${closed}`, { project: { enabled: false } });
  await send("PUT", `/domains/default/users/${user.id}/roles/${role}`);

  for (const name of ["totp", "mfa", "trustee", "revoked"]) {
    const rules = name === "mfa" ? { options: { multi_factor_auth_enabled: true, multi_factor_auth_rules: [["password", "totp"]] } } : {};
    const id = await made("/users", "user", { name, password: "secret", domain_id: "default", ...rules });
    if (name !== "trustee") await send("PUT", `/projects/${project.id}/users/${id}/roles/${role}`);
    if (name === "totp" || name === "mfa") await made("/credentials", "credential", { type: "totp", blob: TOTP_SECRET, user_id: id });
  }
  const trustee = String(((await send("GET", "/users?name=trustee")).users as unknown as { id: string }[])[0]?.id);
  const trust = await made("/OS-TRUST/trusts", "trust", {
    trustor_user_id: user.id,
    trustee_user_id: trustee,
    project_id: project.id,
    impersonation: false,
    roles: [{ name: "admin" }],
  });
  await federate(send, await made("/groups", "group", { name: "federated", domain_id: "default" }), { project: project.id, role });
  const credential = async (name: string, more: object = {}) => {
    const values = { application_credential: { name, roles: [{ name: "admin" }], ...more } };
    return (await send("POST", `/users/${user.id}/application_credentials`, values)).application_credential as {
      id: string;
      secret: string;
    };
  };
  const soon = new Date(Date.now() + 2_000).toISOString().replace("Z", "000");
  return {
    admin,
    adminProject: project.id,
    adminUser: user.id,
    credential: await credential("deployer"),
    expiredCredential: await credential("expired", { expires_at: soon }),
    trust,
    accessTokens,
  };
}
