// SPDX-License-Identifier: Apache-2.0
import { isRecord } from "../http/answers";
import type { Settings } from "../settings";
import type { Layer } from "./entry";

/** The name by which the site of `@pulumi/openstack`'s configuration goes. */
export const openstackConfigName = "pulumi-openstack";

/** Keys of `@pulumi/openstack` and what clouds.yaml calls the same. pulumi-openstack@be2f8802 provider/cmd/pulumi-resource-openstack/schema.json, config. */
const keys: Readonly<Record<string, string>> = {
  authUrl: "auth_url",
  userName: "username",
  userId: "user_id",
  password: "password",
  token: "token",
  tenantId: "project_id",
  tenantName: "project_name",
  userDomainId: "user_domain_id",
  userDomainName: "user_domain_name",
  projectDomainId: "project_domain_id",
  projectDomainName: "project_domain_name",
  domainId: "domain_id",
  domainName: "domain_name",
  defaultDomain: "default_domain_id",
  applicationCredentialId: "application_credential_id",
  applicationCredentialName: "application_credential_name",
  applicationCredentialSecret: "application_credential_secret",
  region: "region_name",
  endpointType: "interface",
  cacertFile: "cacert",
  cert: "cert",
  key: "key",
  insecure: "insecure",
};

/** What `openstack:` configuration says of a cloud, and the cloud of clouds.yaml that it starts from; `undefined` where it says neither. */
export function openstackConfig({ stackConfig }: Settings): { readonly layer: Layer; readonly cloud?: string } | undefined {
  const get = (key: string) => stackConfig(`openstack:${key}`) || undefined;
  const cloud = get("cloud");
  if (cloud === undefined && get("authUrl") === undefined) return undefined;
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(keys).map(([key, ours]) => [ours, get(key)]));
  // Without a domain the bridged provider takes Keystone's first one, whose id is "default".
  if (cloud === undefined) values.default_domain_id ??= "default";
  if (get("systemScope") === "true") values.system_scope = "all";
  values.network_endpoint_override = networkOverride(get("endpointOverrides"));
  return { layer: { source: "openstack: configuration", values }, ...(cloud === undefined ? {} : { cloud }) };
}

function networkOverride(overrides: string | undefined): unknown {
  if (overrides === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(overrides);
    return isRecord(parsed) ? parsed.network : undefined;
  } catch {
    return undefined;
  }
}
