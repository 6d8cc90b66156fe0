// SPDX-License-Identifier: Apache-2.0
import type { Settings } from "../../provider/client/settings";

export const TOKEN = "token-of-the-test";

/** Surroundings with nothing in them: no file, no variable, back-off a thousandth of the real one. */
export function settingsOf(stack: Readonly<Record<string, unknown>> = {}, more: Partial<Settings> = {}): Settings {
  const text = (value: unknown) => (value === undefined || typeof value === "string" ? value : JSON.stringify(value));
  return { stackConfig: (key) => text(stack[key]), env: {}, cwd: "/nonexistent", home: "/nonexistent", delayScale: 0.001, ...more };
}
