// SPDX-License-Identifier: Apache-2.0
// Any input yields a configuration or one SiteError, and printable values never contain a secret.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import test from "ava";
import fc from "fast-check";
import { stringify } from "yaml";
import { Configuration } from "../../../../provider/client/config/configuration";
import { authKeys } from "../../../../provider/client/config/entry";
import { originsOf } from "../../../../provider/client/config/origins";
import { BorderGatewayError } from "../../../../provider/client/errors";
import { found } from "../../../helpers/canary";
import { folderWith } from "../../../helpers/folders";
import { settingsOf } from "../../../helpers/settings";

const CANARY = "c4nary-Zx9";
const secretKeys = ["password", "token", "application_credential_secret", "passcode", "client_secret", "access_token", "key"];

const types = [
  "password",
  "token",
  "v3totp",
  "v3multifactor",
  "v3applicationcredential",
  "none",
  "http_basic",
  "admin_token",
  "v3oidcclientcredentials",
];
const plainKeys = [
  ...authKeys.filter((key) => !secretKeys.includes(key)),
  "region_name",
  "interface",
  "verify",
  "cacert",
  "concurrency",
  "auth_methods",
  "regions",
];
const anyValue = fc.oneof(
  fc.constantFrom(
    "all",
    "Default",
    "http://k.test/v3",
    "{password}",
    "{region_name}",
    "true",
    "1",
    "public",
    "v3password,v3totp",
    "~",
    "$HOME",
  ),
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  fc.array(fc.record({ name: fc.constantFrom("r1", "r2"), values: fc.constant({ password: CANARY, auth: { password: CANARY } }) }), {
    maxLength: 2,
  }),
);
const values = fc.dictionary(fc.constantFrom(...plainKeys, "auth-url", "tenant_name", "__proto__", "constructor"), anyValue, {
  maxKeys: 12,
});
const secrets = fc.dictionary(fc.constantFrom(...secretKeys), fc.constant(CANARY));
const anyEntry = fc
  .record({
    type: fc.option(fc.constantFrom(...types, "v3kerberos")),
    beside: values,
    auth: fc.option(values),
    secret: secrets,
    secretAuth: secrets,
  })
  .map(({ type, beside, auth, secret, secretAuth }) => ({
    ...beside,
    ...secret,
    auth: { ...auth, ...secretAuth },
    ...(type === null ? {} : { auth_type: type }),
  }));
const login = { auth_url: "http://k.test", username: "a", password: CANARY, user_domain_id: "d" };
const loginAndMore = fc.tuple(values, secrets).map(([beside, secret]) => ({ ...beside, auth: { ...secret, ...login } }));
const entry = fc.oneof(anyEntry, loginAndMore);

/** What a configuration lets out in every way that it can be printed. */
function printed(config: Configuration): string {
  const out: string[] = [];
  const attempt = (look: () => unknown) => {
    try {
      const seen = look();
      out.push(inspect(seen, { depth: 9 }), JSON.stringify(seen) ?? "");
    } catch (error) {
      if (!(error instanceof BorderGatewayError)) throw error;
      out.push(error.message, inspect(error));
    }
  };
  attempt(() => config.names());
  attempt(() => config.resolveName());
  attempt(() => config.resolveName("tokyo"));
  attempt(() => config.site("tokyo"));
  attempt(() => config.site("tokyo/r2"));
  attempt(() => originsOf(config.entry("tokyo").entry));
  return out.join("\n");
}

test("values that no text can be made of", (t) => {
  for (const region_name of [{ toString: "" }, [{ toString: 1 }], { valueOf: null, toString: null }]) {
    const config = new Configuration(
      settingsOf({ "border-gateway:sites": { tokyo: { region_name, auth: { constructor: region_name } } } }),
    );
    t.throws(() => config.site("tokyo"), { instanceOf: BorderGatewayError });
    t.deepEqual(found(printed(config), [CANARY]), []);
  }
});

test("sites of stack configuration", (t) => {
  let valid = 0;
  fc.assert(
    fc.property(entry, (site) => {
      const config = new Configuration(settingsOf({ "border-gateway:sites": { tokyo: site } }));
      const text = printed(config);
      if (text.includes("proofs")) valid++;
      return found(text, [CANARY]).length === 0;
    }),
    { numRuns: 1500 },
  );
  // The trap: some of what is tried is a valid login.
  t.true(valid > 20, String(valid));
});

test("clouds.yaml, secure.yaml and clouds-public.yaml of any shape", (t) => {
  const folder = folderWith(t);
  const cloudsOf = fc.dictionary(fc.constantFrom("tokyo", "osaka", "envvars", "__proto__"), fc.oneof(entry, anyValue), { maxKeys: 3 });
  const file = fc.oneof(
    cloudsOf.map((clouds) => ({ clouds })),
    cloudsOf,
    anyValue,
  );
  fc.assert(
    fc.property(file, file, cloudsOf, (clouds, secure, profiles) => {
      writeFileSync(join(folder, "clouds.yaml"), stringify(clouds) ?? "");
      writeFileSync(join(folder, "secure.yaml"), stringify(secure) ?? "");
      writeFileSync(join(folder, "clouds-public.yaml"), stringify({ "public-clouds": profiles }));
      return found(printed(new Configuration(settingsOf({}, { cwd: folder }))), [CANARY]).length === 0;
    }),
    { numRuns: 200 },
  );
  t.pass();
});

test("a clouds.yaml with damage anywhere", (t) => {
  const folder = folderWith(t);
  const intact = stringify({
    clouds: { tokyo: { auth: { auth_url: "http://k.test", username: "a", password: CANARY, user_domain_id: "d" }, key: CANARY } },
  });
  const damage = fc.record({
    at: fc.nat(intact.length),
    length: fc.nat(12),
    text: fc.oneof(
      fc.string(),
      fc.constantFrom("\t", ": ", "- ", "{", "[", "&a ", "*a", "<<: *a", "!!binary ", "'", '"', "|", "%", "@", "\n"),
    ),
  });
  let broken = 0;
  fc.assert(
    fc.property(damage, ({ at, length, text }) => {
      const damaged = intact.slice(0, at) + text + intact.slice(at + length);
      writeFileSync(join(folder, "clouds.yaml"), damaged);
      const out = printed(new Configuration(settingsOf({}, { cwd: folder })));
      if (out.includes("not valid YAML")) broken++;
      // Damage may make a name or another plain value of the secret; only an intact secret has to stay one.
      return !damaged.includes(`password: ${CANARY}\n`) || !damaged.includes(`key: ${CANARY}\n`) || found(out, [CANARY]).length === 0;
    }),
    { numRuns: 400 },
  );
  t.true(broken > 20, String(broken));
});
