// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { installKeystone, manage, python, sources } from "./installation";

const run = promisify(execFile);

export interface Reply {
  readonly status: number;
  readonly token: string;
  readonly body: Record<string, Record<string, unknown>>;
}

/** A real Keystone on SQLite in a folder of its own, bootstrapped with user and project `admin` and password `secret`. */
export class RealKeystone {
  readonly #folder = mkdtempSync(join(tmpdir(), "border-gateway-keystone-"));
  readonly #servers: ChildProcess[] = [];

  private constructor() {}

  static async create(): Promise<RealKeystone> {
    await installKeystone();
    const keystone = new RealKeystone();
    const configuration = keystone.#configuration(3600);
    const owner = ["--keystone-user", String(process.getuid?.()), "--keystone-group", String(process.getgid?.())];
    const steps = [
      ["db_sync"],
      ["fernet_setup", ...owner],
      ["receipt_setup", ...owner],
      ["credential_setup", ...owner],
      [
        "bootstrap",
        "--bootstrap-password",
        "secret",
        "--bootstrap-region-id",
        "RegionOne",
        "--bootstrap-public-url",
        "http://127.0.0.1/v3",
      ],
    ];
    for (const step of steps) await run(manage, ["--config-file", configuration, ...step], { maxBuffer: 16 << 20 });
    // Otherwise a reader locks the writer out: "database is locked".
    await run(python, [
      "-c",
      `import sqlite3; sqlite3.connect(${JSON.stringify(`${keystone.#folder}/keystone.db`)}).execute("pragma journal_mode=wal")`,
    ]);
    return keystone;
  }

  /** Serves it, with tokens that live so many seconds. Answers its URL without version; several servers may share one database. */
  async serve(tokenSeconds = 3600): Promise<string> {
    const port = await freePort();
    const server = spawn(python, [join(sources, "serve.py"), this.#configuration(tokenSeconds), String(port)], { stdio: "ignore" });
    this.#servers.push(server);
    const url = `http://127.0.0.1:${port}`;
    for (let attempt = 0; attempt < 300; attempt++) {
      const answer = await fetch(`${url}/v3`).catch(() => undefined);
      if (answer?.ok) return url;
      if (server.exitCode !== null) throw new Error(`Keystone ended with code ${server.exitCode}: see ${this.#folder}/keystone.log`);
      await sleep(200);
    }
    throw new Error(`Keystone did not come up within a minute: see ${this.#folder}/keystone.log`);
  }

  stop(): void {
    for (const server of this.#servers) server.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #configuration(tokenSeconds: number): string {
    const file = join(this.#folder, `keystone-${tokenSeconds}.conf`);
    const keys = (name: string) => {
      mkdirSync(join(this.#folder, name), { recursive: true, mode: 0o700 });
      return `key_repository = ${join(this.#folder, name)}`;
    };
    const sections = {
      DEFAULT: `log_file = ${this.#folder}/keystone.log`,
      database: `connection = sqlite:///${this.#folder}/keystone.db`,
      token: `expiration = ${tokenSeconds}\nallow_expired_window = 0`,
      fernet_tokens: keys("tokens"),
      fernet_receipts: keys("receipts"),
      credential: keys("credentials"),
      auth: "methods = password,token,totp,application_credential,openid",
      federation: "remote_id_attribute = HTTP_OIDC_ISS",
    };
    writeFileSync(
      file,
      Object.entries(sections)
        .map(([name, lines]) => `[${name}]\n${lines}\n`)
        .join("\n"),
    );
    return file;
  }
}

/** One request to Keystone's API, as it is. */
export async function call(url: string, method: string, path: string, token: string, body?: unknown): Promise<Reply> {
  const answer = await fetch(`${url}/v3${path}`, {
    method,
    headers: { "Content-Type": "application/json", "X-Auth-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return { status: answer.status, token: answer.headers.get("x-subject-token") ?? "", body: text === "" ? {} : JSON.parse(text) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
