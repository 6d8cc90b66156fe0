// SPDX-License-Identifier: Apache-2.0
// What requests do once the user has interrupted the operation: nothing is repeated, nothing is written, and what is under way ends soon.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { SiteError, UncertainError } from "../../../provider/client/errors";
import { Sessions } from "../../../provider/client/sessions";
import { settingsOf, TOKEN } from "../../helpers/settings";

const path = "/v2.0/gw/gateway_devices";

/** A site that answers each request with the next status; `hang` never, `slow` after 300 ms. */
async function siteOf(t: ExecutionContext, answers: Array<number | "hang" | "slow">, delayScale: number) {
  const arrived: string[] = [];
  const server = createServer(async (request, response) => {
    arrived.push(String(request.method));
    const answer = answers[arrived.length - 1] ?? 200;
    if (answer === "hang") return;
    if (answer === "slow") await sleep(300);
    response.writeHead(answer === "slow" ? 200 : answer, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const user = new AbortController();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sites = { tokyo: { auth_type: "admin_token", endpoint, token: TOKEN } };
  const settings = { ...settingsOf({ "border-gateway:sites": sites }), interrupted: user.signal, delayScale };
  return { arrived, user, session: await new Sessions(settings).open("tokyo") };
}

async function untilArrived(arrived: readonly string[]): Promise<void> {
  while (arrived.length === 0) await sleep(5);
}

test("a request that hangs ends within the last time limit, and is not repeated", async (t) => {
  // A thousandth of 20 s.
  const { arrived, user, session } = await siteOf(t, ["hang"], 0.001);
  const running = session.send({ method: "PUT", path: `${path}/1`, body: {}, timeoutMs: 60_000 });
  await untilArrived(arrived);
  user.abort();
  const error = await t.throwsAsync(running, { instanceOf: UncertainError });
  t.regex(error.message, /no answer within 0\.02 s after the interruption/);
  t.deepEqual(arrived, ["PUT"]);
});

test("an answer that arrives after the interruption counts", async (t) => {
  const { arrived, user, session } = await siteOf(t, ["slow"], 1);
  const running = session.send({ method: "PUT", path: `${path}/1`, body: {} });
  await untilArrived(arrived);
  user.abort();
  t.deepEqual(await running, {});
  t.deepEqual(arrived, ["PUT"]);
});

test("a wait between two attempts ends at once", async (t) => {
  const { arrived, user, session } = await siteOf(t, [503, 503], 20);
  const startedAt = performance.now();
  const running = session.send({ method: "GET", path });
  await untilArrived(arrived);
  // The answer arrives, and the wait begins.
  await sleep(500);
  user.abort();
  await t.throwsAsync(running, { message: /answered 503/ });
  t.deepEqual(arrived, ["GET"]);
  // The wait itself would have been 5 to 10 s.
  t.true(performance.now() - startedAt < 3_000);
});

test("after the interruption nothing is written, and a look makes one attempt", async (t) => {
  const { arrived, user, session } = await siteOf(t, [503, 200], 1);
  user.abort();
  for (const method of ["POST", "PUT", "DELETE"] as const) {
    const error = await t.throwsAsync(session.send({ method, path }), { instanceOf: SiteError });
    t.regex(error.message, new RegExp(`site tokyo: the operation was interrupted, so ${method} ${path} is not sent`));
  }
  await t.throwsAsync(session.send({ method: "GET", path }), { message: /answered 503/ });
  t.deepEqual(arrived, ["GET"]);
});
