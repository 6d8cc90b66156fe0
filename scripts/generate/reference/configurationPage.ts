// SPDX-License-Identifier: Apache-2.0
// The reference of the stack configuration, from the variables of the package schema.
import { code, page, table } from "../markdown";
import { settings } from "../settings";

interface Setting {
  readonly type: string;
  readonly description: string;
  readonly secret?: boolean;
  readonly default?: string | boolean;
  readonly items?: { readonly type: string };
  readonly defaultInfo?: { readonly environment: readonly string[] };
}

export function configurationPage(): string {
  const rows = Object.entries<Setting>(settings).map(([key, setting]) => [
    code(`border-gateway:${key}`),
    setting.items === undefined ? setting.type : `list of ${setting.items.type}`,
    defaultText(setting),
    `${setting.description}${setting.secret ? " Set it with `--secret`." : ""}`,
  ]);
  return page(
    "Configuration",
    "The stack configuration of the package. Set a key with `pulumi config set`. All keys are optional.",
    table(["key", "type", "default", "description"], rows),
    "[Sites and login](../login.md) describes the search order of the sites, [the keys of a site](../login.md#site-entries), the environment variables and [the request log](../login.md#network).",
  );
}

function defaultText({ default: value, defaultInfo }: Setting): string {
  if (value !== undefined) return code(String(value));
  return defaultInfo === undefined ? "" : `environment variable ${defaultInfo.environment.map(code).join(", ")}`;
}
