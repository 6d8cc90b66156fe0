// SPDX-License-Identifier: Apache-2.0
// Every login × every kind of failure at a server that echoes all it is sent: no error and no trace line holds a secret.
import type { IncomingMessage, ServerResponse } from "node:http";
import { inspect } from "node:util";
import test from "ava";
import { BorderGatewayError } from "../../../provider/client/errors";
import { Sessions } from "../../../provider/client/sessions";
import { CANARY, found } from "../../helpers/canary";
import { grantedToken } from "../../helpers/keystone";
import { httpServer } from "../../helpers/servers";
import { settingsOf } from "../../helpers/settings";

const GRANTED = "granted-c4nary-token";
const secrets = [CANARY, GRANTED, Buffer.from(`alice:${CANARY}`).toString("base64")];

const user = { username: "alice", user_domain_id: "d" };
const idp = { identity_provider: "corp", protocol: "openid" };
const logins: Readonly<Record<string, (url: string) => Record<string, unknown>>> = {
  password: (url) => ({ auth: { auth_url: url, ...user, password: CANARY } }),
  v3token: (url) => ({ auth_type: "v3token", auth: { auth_url: url, token: CANARY } }),
  v3applicationcredential: (url) => ({ auth: { auth_url: url, application_credential_id: "i", application_credential_secret: CANARY } }),
  v3totp: (url) => ({ auth_type: "v3totp", auth: { auth_url: url, ...user, passcode: CANARY } }),
  v3multifactor: (url) => ({
    auth_type: "v3multifactor",
    auth_methods: "v3password,v3totp",
    auth: { auth_url: url, ...user, password: CANARY, passcode: CANARY },
  }),
  v3oidcclientcredentials: (url) => ({
    auth_type: "v3oidcclientcredentials",
    auth: { auth_url: url, ...idp, client_id: "alice", client_secret: CANARY, access_token_endpoint: `${url}/idp` },
  }),
  v3oidcaccesstoken: (url) => ({ auth_type: "v3oidcaccesstoken", auth: { auth_url: url, ...idp, access_token: CANARY } }),
  http_basic: () => ({ auth_type: "http_basic", username: "alice", password: CANARY }),
  admin_token: () => ({ auth_type: "admin_token", token: CANARY }),
};

type Fails = (response: ServerResponse, echo: string) => unknown;
const json =
  (status: number, body: (echo: string) => object): Fails =>
  (response, echo) =>
    response.writeHead(status).end(JSON.stringify(body(echo)));
const failures: Readonly<Record<string, Fails>> = {
  "401": json(401, (message) => ({ error: { message, code: 401 } })),
  "401 of an identity provider": json(401, (echo) => ({ error: echo, error_description: echo })),
  "403 of Neutron": json(403, (echo) => ({ NeutronError: { type: echo, message: echo, detail: echo } })),
  "409 that is cut short": (response, echo) => response.writeHead(409).end("x".repeat(185) + echo),
  "500": json(500, (message) => ({ NeutronError: { type: "X", message, detail: "" } })),
  "a page": (response, echo) => response.writeHead(404, { "Content-Type": "text/html" }).end(`<title>${echo}</title>`),
  "a login page": (response, echo) => response.writeHead(200, { "Content-Type": "text/html" }).end(`<title>Log in</title>${echo}`),
  "broken JSON": (response, echo) => response.writeHead(200).end(`{"token": ${echo}`),
  "another shape": json(200, (echo) => ({ hello: echo })),
  "a redirect elsewhere": (response, echo) => response.writeHead(302, { Location: `http://127.0.0.1:1/${encodeURIComponent(echo)}` }).end(),
  "a cut connection": (response) => response.destroy(),
  "407": (response, echo) => response.writeHead(407).end(echo),
  "a request id": (response, echo) => response.writeHead(400, { "X-Openstack-Request-Id": encodeURIComponent(echo) }).end("{}"),
};

async function sentBy(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = `${request.headers["x-auth-token"] ?? ""} ${request.headers.authorization ?? ""}`;
  return `${headers} ${Buffer.concat(chunks)}`.replace(/[\r\n]/g, " ");
}

for (const [login, entryOf] of Object.entries(logins)) {
  for (const at of ["login", "network"] as const) {
    if (at === "login" && (login === "http_basic" || login === "admin_token")) continue;
    test(`${login}, failing at the ${at}`, async (t) => {
      for (const [failure, fails] of Object.entries(failures)) {
        let echoed = "";
        const url = await httpServer(t, async (request, response) => {
          const echo = await sentBy(request);
          const toNetwork = request.url?.startsWith("/v2.0") === true;
          if (toNetwork === (at === "network")) {
            echoed += echo;
            return fails(response, echo);
          }
          const [status, body, headers] = grantedToken(t, { token: GRANTED });
          return response.writeHead(status, headers).end(JSON.stringify({ ...body, access_token: GRANTED }));
        });
        const lines: string[] = [];
        const settings = settingsOf(
          { "border-gateway:sites": { tokyo: { ...entryOf(url), endpoint: url } } },
          { env: { BORDER_GATEWAY_LOG: "trace" }, log: (line) => lines.push(line) },
        );
        const attempt = async (method: "GET" | "POST") =>
          (await new Sessions(settings).open()).send({ method, path: "/v2.0/l2-gateways", body: {} });
        for (const method of ["GET", "POST"] as const) {
          const error = await attempt(method).catch((reason: unknown) => reason);
          // JSON of another shape does not fail here, because the caller reads it.
          if (!(failure === "another shape" && at === "network")) t.true(error instanceof BorderGatewayError, `${failure}: ${error}`);
          const told =
            error instanceof Error
              ? [error.message, error.stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)]
              : [];
          const shown = [...told, ...lines].join("\n");
          t.deepEqual(found(shown, secrets), [], `${failure}: ${shown}`);
        }
        // The trap: the server has seen a secret, and has sent it back.
        t.true(found(echoed, secrets).length > 0, failure);
        t.true(lines.length > 0);
      }
    });
  }
}
