// SPDX-License-Identifier: Apache-2.0
// Secrets in base64, with any bytes before and after them, in any spelling and with any part cut off.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { ApiError } from "../../../provider/client/errors";
import { Redactor } from "../../../provider/client/redactor";
import { Secret } from "../../../provider/client/secret";
import { Sessions } from "../../../provider/client/sessions";
import { ROOT } from "../../helpers/compile";
import { grantedToken, PASSWORD, withKeystone } from "../../helpers/keystone";
import { settingsOf } from "../../helpers/settings";

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(new Secret(secret));
  return redactor;
}

/** True if a secret can be decoded from any base64 characters of a text, read from any position. An oracle that does not use patterns. */
function holds(text: string, secret: string): boolean {
  const bytes = Buffer.from(secret);
  const readable = text.replaceAll("%2B", "+").replaceAll("%2F", "/");
  return (readable.match(/[A-Za-z0-9+/_-]+/g) ?? []).some((run) =>
    [0, 1, 2, 3].some((skip) => Buffer.from(run.slice(skip), "base64").includes(bytes)),
  );
}

const spellings: Readonly<Record<string, (bytes: Buffer) => string>> = {
  padded: (bytes) => bytes.toString("base64"),
  unpadded: (bytes) => bytes.toString("base64").replace(/=+$/, ""),
  "URL-safe": (bytes) => bytes.toString("base64url"),
  "URL-safe and padded": (bytes) => bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
  "percent-encoded": (bytes) => encodeURIComponent(bytes.toString("base64")),
};

for (const [title, spell] of Object.entries(spellings))
  test(`${title}: "user:password" in base64, with user names that move the password to each offset`, (t) => {
    for (const password of ["secret", "hunter2", "pass", 'c4nary-Zx9/p%w"rd', "pässwörd~~??"])
      for (const user of ["a", "al", "ali", "alice"]) {
        const text = `login as ${spell(Buffer.from(`${user}:${password}`))} refused`;
        t.true(holds(text, password), "the trap");
        const cleaned = redactorOf(password).clean(text);
        t.false(holds(cleaned, password), `${user}:${password}: ${cleaned}`);
        t.regex(cleaned, /^login as .*\*\*\* refused$/);
      }
  });

const printable = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), minLength, maxLength });

test("property: a secret of 7 bytes or more is masked among any other bytes, and in text that is cut before it", (t) => {
  const secret = fc.oneof(
    printable(7, 40),
    fc.string({ unit: "binary", minLength: 7, maxLength: 40 }).filter((text) => !/\p{Cs}/u.test(text)),
  );
  const bytes = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(secret, bytes, bytes, fc.constantFrom(...Object.values(spellings)), fc.nat(30), (value, before, after, spell, cut) => {
      const encoded = spell(Buffer.concat([before, Buffer.from(value), after]));
      const most = Math.floor((before.length * 4) / 3);
      const text = `> ${encoded.slice(encoded.includes("%") ? 0 : Math.min(cut, most))} <`;
      fc.pre(holds(text, value));
      t.false(holds(redactorOf(value).clean(text), value), text);
    }),
    { numRuns: 2000 },
  );
});

test("property: a secret of 4 to 6 characters is masked in what encodes text", (t) => {
  fc.assert(
    fc.property(
      printable(4, 6),
      printable(0, 20),
      printable(0, 20),
      fc.constantFrom(...Object.values(spellings)),
      (value, before, after, spell) => {
        const text = `"${spell(Buffer.from(before + value + after))}"`;
        t.false(holds(redactorOf(value).clean(text), value), text);
      },
    ),
    { numRuns: 2000 },
  );
});

test("property: the remaining characters hold no bit of the secret", (t) => {
  fc.assert(
    fc.property(printable(7, 20), printable(0, 9), printable(0, 9), (secret, before, after) => {
      const encoded = Buffer.from(before + secret + after).toString("base64");
      const cleaned = redactorOf(secret).clean(encoded);
      // A character holds six bits. Text next to the secret can be masked too if it happens to look like the secret.
      const isBefore = encoded.slice(0, Math.floor((8 * before.length) / 6));
      const isAfter = encoded.slice(Math.ceil((8 * (before.length + secret.length)) / 6));
      t.true(cleaned.includes("***"));
      t.true(isBefore.startsWith(cleaned.slice(0, cleaned.indexOf("***"))), cleaned);
      t.true(isAfter.endsWith(cleaned.slice(cleaned.lastIndexOf("***") + 3)), cleaned);
    }),
  );
});

test("secrets that overlap, touch or hold each other have one mask", (t) => {
  const redactor = redactorOf("abcdef", "abcd", "defghi", "jklm");
  t.is(redactor.clean("xabcdefghix jklmjklm."), "x***x ***.");
});

test("property: short secrets leave ordinary text alone", (t) => {
  const documents = ["", "docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
  );
  const text = documents.join("\n");
  t.true(text.length > 50_000);
  const word = fc.string({
    unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#-_"),
    minLength: 4,
    maxLength: 8,
  });
  fc.assert(
    fc.property(word, (secret) => {
      fc.pre(!text.includes(secret));
      t.is(redactorOf(secret).clean(text), text, secret);
    }),
    { numRuns: 500 },
  );
});

test("a server that echoes the password of a login in base64 does not have it printed", async (t) => {
  for (const user of ["alice", "alicia", "al"]) {
    const { keystone, settings } = withKeystone(t, {}, { username: user });
    const echo = Buffer.from(`${user}:${PASSWORD}`).toString("base64");
    keystone.post("/v3/auth/tokens").reply(401, { error: { message: `no access with Basic ${echo}`, code: 401 } });
    const error = await t.throwsAsync(new Sessions(settings).open("tokyo"));
    t.false(holds(error?.message ?? "", PASSWORD), error?.message);
    t.regex(error?.message ?? "", /no access with Basic \w*\*\*\* \(401/);
  }
});

test("a server that echoes a token in base64 does not have it printed", async (t) => {
  const { keystone, api, settings } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t, { token: "granted-token" }));
  const echo = Buffer.from(JSON.stringify({ token: "granted-token" })).toString("base64url");
  api.get("/v2.0/l2-gateways").reply(403, { NeutronError: { type: "X", message: echo, detail: "" } });
  const lines: string[] = [];
  const traced = settingsOf(
    { "border-gateway:sites": settings.stackConfig("border-gateway:sites") },
    { env: { BORDER_GATEWAY_LOG: "trace" }, log: (line) => lines.push(line) },
  );
  const session = await new Sessions(traced).open("tokyo");
  const error = await t.throwsAsync(session.send({ method: "GET", path: "/v2.0/l2-gateways" }), { instanceOf: ApiError });
  t.false(holds([error?.message, ...lines].join("\n"), "granted-token"));
});
