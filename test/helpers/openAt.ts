// SPDX-License-Identifier: Apache-2.0
import type { Session } from "../../provider/client/session";
import { Sessions } from "../../provider/client/sessions";
import type { Settings } from "../../provider/client/settings";
import { settingsOf, TOKEN } from "./settings";

/** A session with a fixed token at a real address. */
export function openAt(endpoint: string, entry: Readonly<Record<string, unknown>> = {}, more: Partial<Settings> = {}): Promise<Session> {
  const site = { auth_type: "admin_token", token: TOKEN, endpoint, ...entry };
  return new Sessions(settingsOf({ "border-gateway:sites": { tokyo: site } }, more)).open("tokyo");
}

export const list = { method: "GET", path: "/v2.0/l2-gateways" } as const;
