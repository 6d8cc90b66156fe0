// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { SiteError } from "../../../../provider/client/errors";
import { Authority, type Identity } from "../../../helpers/certificates";
import { folderWith } from "../../../helpers/folders";
import { list, openAt } from "../../../helpers/openAt";
import { httpServer, httpsServer } from "../../../helpers/servers";

const authority = Authority.create();
const other = Authority.create("Other CA");

async function serverWith(t: ExecutionContext, identity: Identity, clients?: Authority): Promise<string> {
  const mutual = clients === undefined ? {} : { ca: clients.pem, requestCert: true, rejectUnauthorized: true };
  return httpsServer(t, { ...identity, ...mutual }, (_request, response) => response.end('{"l2_gateways":[]}'));
}

async function refusal(t: ExecutionContext, url: string, entry: Record<string, unknown>): Promise<string> {
  const session = await openAt(url, entry);
  return (await t.throwsAsync(session.send(list), { instanceOf: SiteError }))?.message ?? "";
}

test("a private CA: as PEM text, as a path with ~, from REQUESTS_CA_BUNDLE", async (t) => {
  const ca = (await authority).pem;
  const url = await serverWith(t, await (await authority).issue());
  const home = folderWith(t, { "ca.pem": ca });
  for (const [entry, env] of [
    [{ cacert: ca }, {}],
    [{ cacert: "~/ca.pem" }, {}],
    [{}, { REQUESTS_CA_BUNDLE: join(home, "ca.pem") }],
  ] as const) {
    const session = await openAt(url, entry, { home, env });
    t.deepEqual(await session.send(list), { l2_gateways: [] });
  }
});

test("an unknown CA, in one sentence; verify: false accepts it", async (t) => {
  const url = await serverWith(t, await (await authority).issue());
  t.is(
    await refusal(t, url, {}),
    `site tokyo: ${url}: its certificate is signed by a CA that is not known here: set \`cacert\` to the CA's certificate`,
  );
  t.regex(await refusal(t, url, { cacert: (await other).pem }), /signed by a CA that is not known here/);
  t.deepEqual(await (await openAt(url, { verify: false })).send(list), { l2_gateways: [] });
  t.deepEqual(await (await openAt(url, { insecure: true })).send(list), { l2_gateways: [] });
});

const cacert = async () => ({ cacert: (await authority).pem });

test("an expired certificate, one of tomorrow, one for another host", async (t) => {
  const ca = await authority;
  const hour = 3_600_000;
  const expired = await serverWith(t, await ca.issue({ notAfter: new Date(Date.now() - hour) }));
  t.regex(await refusal(t, expired, await cacert()), /: its certificate has expired: renew it, or set this machine's clock$/);
  const early = await serverWith(t, await ca.issue({ notBefore: new Date(Date.now() + hour) }));
  t.regex(await refusal(t, early, await cacert()), /: its certificate is not valid yet: set this machine's clock$/);
  const foreign = await serverWith(t, await ca.issue({ hosts: ["neutron.corp.test"] }));
  t.regex(
    await refusal(t, foreign, await cacert()),
    /: its certificate is for another host than 127.0.0.1: use the name that the certificate has$/,
  );
});

test("a client certificate: asked for, given as texts, as paths, in one file", async (t) => {
  const ca = await authority;
  const client = await ca.issue({ hosts: ["client"] });
  const url = await serverWith(t, await ca.issue(), ca);
  t.regex(await refusal(t, url, await cacert()), /: it asks for a client certificate: set `cert` and `key`$/);
  const folder = folderWith(t, { "client.pem": client.cert, "client.key": client.key, "both.pem": client.cert + client.key });
  const given = [
    { cert: client.cert, key: client.key },
    { cert: join(folder, "client.pem"), key: join(folder, "client.key") },
    { cert: join(folder, "both.pem") },
  ];
  for (const entry of given) {
    const session = await openAt(url, { ...entry, ...(await cacert()) });
    t.deepEqual(await session.send(list), { l2_gateways: [] });
  }
  // With TLS 1.3 the server's alert can arrive after its end of the connection has closed.
  const stranger = await (await other).issue({ hosts: ["client"] });
  t.regex(
    await refusal(t, url, { ...stranger, ...(await cacert()) }),
    /does not accept our client certificate|does not know the CA|ECONNRESET/,
  );
});

test("an https request to a server without TLS", async (t) => {
  const url = await httpServer(t, (_request, response) => response.end("{}"));
  t.regex(await refusal(t, url.replace("http:", "https:"), {}), /: the server on that port does not use TLS\. Did you mean http:\/\/\?$/);
});

const unusable: readonly [title: string, entry: Record<string, unknown>, reason: RegExp][] = [
  ["a CA file that is not there", { cacert: "/nonexistent/ca.pem" }, /: cacert \/nonexistent\/ca.pem cannot be read \(ENOENT\)$/],
  ["a CA that is no certificate", { cacert: "-----BEGIN nonsense" }, /: cacert holds no certificate in PEM form$/],
  ["a key file that is not there", { cert: "/nonexistent", key: "hunter2" }, /cannot be read \(ENOENT\)$/],
];
for (const [title, entry, reason] of unusable) {
  test(`refused when the site is opened: ${title}`, async (t) => {
    const error = await t.throwsAsync(openAt("https://127.0.0.1:1", entry), { instanceOf: SiteError });
    t.regex(error?.message ?? "", reason);
    t.notRegex(error?.message ?? "", /hunter2/);
  });
}

test("a key that does not belong to the certificate", async (t) => {
  const ca = await authority;
  const { cert } = await ca.issue();
  const { key } = await ca.issue();
  const error = await t.throwsAsync(openAt("https://127.0.0.1:1", { cert, key }), { instanceOf: SiteError });
  t.regex(error?.message ?? "", /: key is not the key of cert, or not in PEM form$/);
});
