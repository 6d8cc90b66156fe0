// SPDX-License-Identifier: Apache-2.0
import type { Fields } from "./fields";
import type { AuthConfig, OidcGrant, Proof, Scope, Scoped } from "./siteConfig";

const supported = [
  "none",
  "http_basic",
  "admin_token",
  "password (v3password)",
  "token (v3token)",
  "v3applicationcredential",
  "v3totp",
  "v3multifactor",
  "v3oidcclientcredentials",
  "v3oidcaccesstoken",
].join(", ");

/** The login part of a site's entry. @throws SiteError */
export function authConfig(fields: Fields): AuthConfig {
  const type = typeOf(fields);
  switch (type) {
    case "none":
      return { type };
    case "http_basic":
      return {
        type,
        username: fields.required("auth.username", "auth type http_basic needs it"),
        password: fields.requiredSecret("auth.password", "auth type http_basic needs it"),
      };
    case "admin_token":
      return { type, token: fields.requiredSecret("auth.token", "auth type admin_token needs it") };
    case "v3multifactor": {
      const methods = fields.list("auth_methods") ?? [];
      if (methods.length === 0)
        throw fields.fail("auth_methods is missing: auth type v3multifactor needs the list of methods, such as v3password and v3totp");
      return keystone(
        fields,
        methods.map((method) => proof(fields, method)),
      );
    }
    case "v3oidcclientcredentials":
      return oidc(fields, clientGrant(fields));
    case "v3oidcaccesstoken":
      return oidc(fields, {
        kind: "given",
        accessToken: fields.requiredSecret("auth.access_token", "auth type v3oidcaccesstoken needs it"),
      });
    default:
      return keystone(fields, [proof(fields, type)]);
  }
}

/** The written type, or what the given secrets can only mean. */
function typeOf(fields: Fields): string {
  const written = fields.text("auth_type")?.toLowerCase();
  if (written === "token_endpoint") return "admin_token";
  if (written !== undefined) return written;
  if (fields.has("auth.application_credential_secret")) return "v3applicationcredential";
  if (fields.has("auth.token") && !fields.has("auth.password")) return fields.has("auth.auth_url") ? "token" : "admin_token";
  return "password";
}

function keystone(fields: Fields, proofs: readonly Proof[]): AuthConfig {
  const ownScope = proofs.some(({ method }) => method === "application_credential");
  return { type: "keystone", authUrl: authUrlOf(fields), proofs, scope: ownScope ? { kind: "none" } : scopeOf(fields) };
}

function authUrlOf(fields: Fields): string {
  const authUrl = fields.url("auth.auth_url");
  if (authUrl === undefined)
    throw fields.fail("auth_url is missing: it is the address of Keystone (or set auth_type to none and endpoint to Neutron's address)");
  return authUrl;
}

function oidc(fields: Fields, grant: OidcGrant): AuthConfig {
  const why = "a login with OpenID Connect needs it";
  const identityProvider = fields.required("auth.identity_provider", why);
  const protocol = fields.required("auth.protocol", why);
  return { type: "oidc", authUrl: authUrlOf(fields), identityProvider, protocol, grant, scope: scopeOf(fields) };
}

function clientGrant(fields: Fields): OidcGrant {
  const why = "auth type v3oidcclientcredentials needs it";
  const url = fields.url("auth.access_token_endpoint");
  const discovery = fields.url("auth.discovery_endpoint");
  if (url === undefined && discovery === undefined) throw fields.fail(`access_token_endpoint is missing (or discovery_endpoint): ${why}`);
  return {
    kind: "client",
    clientId: fields.required("auth.client_id", why),
    clientSecret: fields.requiredSecret("auth.client_secret", why),
    endpoint: url === undefined ? { discovery: discovery ?? "" } : { url },
    // keystoneauth@9c28aa6 keystoneauth1/loading/_plugins/identity/v3.py, _OpenIDConnectBase: both defaults.
    scope: fields.text("auth.openid_scope") ?? "openid profile",
    tokenType: fields.text("auth.access_token_type") ?? "access_token",
  };
}

function proof(fields: Fields, method: string): Proof {
  switch (method) {
    case "password":
    case "v3password":
      return { method: "password", user: user(fields), password: fields.requiredSecret("auth.password", `auth type ${method} needs it`) };
    case "totp":
    case "v3totp":
      return { method: "totp", user: user(fields), passcode: fields.requiredSecret("auth.passcode", `auth type ${method} needs it`) };
    case "token":
    case "v3token":
      return { method: "token", token: fields.requiredSecret("auth.token", `auth type ${method} needs it`) };
    case "application_credential":
    case "v3applicationcredential":
      return applicationCredential(fields);
    default:
      throw fields.fail(`auth type "${method}" is not supported; supported are ${supported}`);
  }
}

function applicationCredential(fields: Fields): Proof {
  const secret = fields.requiredSecret("auth.application_credential_secret", "auth type v3applicationcredential needs it");
  const id = fields.text("auth.application_credential_id");
  if (id !== undefined) return { method: "application_credential", id, user: {}, secret };
  const name = fields.required(
    "auth.application_credential_name",
    "auth type v3applicationcredential needs it, or application_credential_id",
  );
  return { method: "application_credential", name, user: user(fields), secret };
}

function user(fields: Fields): Scoped {
  const found = fields.scoped("user_id", "username", "user_domain");
  if (found === undefined) throw fields.fail("username is missing (or user_id)");
  return found;
}

/** keystoneauth@9c28aa6 keystoneauth1/identity/v3/base.py, get_auth_ref: a token is for one target only. */
function scopeOf(fields: Fields): Scope {
  const project = fields.scoped("project_id", "project_name", "project_domain");
  const trust = fields.text("auth.trust_id");
  const system = fields.text("auth.system_scope");
  const given = { "a project": project, trust_id: trust, system_scope: system };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length > 1) throw fields.fail(`a login is for one of project, domain, system and trust, but ${names.join(" and ")} are given`);
  if (project !== undefined) return { kind: "project", project };
  if (trust !== undefined) return { kind: "trust", id: trust };
  if (system !== undefined) {
    if (system !== "all") throw fields.fail('system_scope has to be "all", the only one that Keystone knows');
    return { kind: "system" };
  }
  const id = fields.text("auth.domain_id");
  const name = fields.text("auth.domain_name");
  if (id !== undefined) return { kind: "domain", domain: { id } };
  if (name !== undefined) return { kind: "domain", domain: { name } };
  return { kind: "none" };
}
