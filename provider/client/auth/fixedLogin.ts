// SPDX-License-Identifier: Apache-2.0
import type { AuthConfig } from "../config/siteConfig";
import { Secret } from "../secret";
import type { Login, LoginMethod } from "./login";

type FixedConfig = Extract<AuthConfig, { type: "none" | "http_basic" | "admin_token" }>;

/** A login that is in the configuration as it is: none at all, a fixed token, HTTP basic. */
export class FixedLogin implements LoginMethod {
  readonly who: string;
  readonly renewable = false;
  readonly #login: Login;

  constructor(config: FixedConfig) {
    this.#login = { headers: headersOf(config), catalog: [] };
    this.who =
      config.type === "http_basic"
        ? `user "${config.username}"`
        : config.type === "admin_token"
          ? "the holder of the given token"
          : "an anonymous client (auth type none)";
  }

  async logIn(): Promise<Login> {
    return this.#login;
  }
}

function headersOf(config: FixedConfig): Record<string, Secret> {
  switch (config.type) {
    case "none":
      return {};
    case "admin_token":
      return { "X-Auth-Token": config.token };
    case "http_basic":
      return { Authorization: new Secret(`Basic ${Buffer.from(`${config.username}:${config.password.reveal()}`).toString("base64")}`) };
  }
}
