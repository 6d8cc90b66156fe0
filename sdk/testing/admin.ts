// SPDX-License-Identifier: Apache-2.0
import { Hono } from "hono";
import type { FaultAction, FaultMatch } from "./faults";
import type { JsonObject } from "./json";
import { type ObjectKind, Objects } from "./objects";
import type { SiteCore } from "./siteCore";

/**
 * An HTTP API with the functions of `EmulatedSite` for programs in any language. Its path is not used by Neutron. Requests to it are not logged, are not affected by
 * faults and need no token.
 *
 * - `GET /requests` returns the request log, `DELETE /requests` clears it.
 * - `POST /faults` with `{match, action}` adds a fault (`path` is the text of a regular expression, `times: null` means all), `DELETE /faults` removes all.
 * - `GET /objects/KIND`, `POST /objects/KIND`, `PATCH /objects/KIND/ID` and `DELETE /objects/KIND/ID` read and change objects without applying any server rule.
 * - `POST /networks` and `POST /routers` create an object with Neutron's defaults.
 * - `PUT /agent` with `{fails}` makes the L2 gateway agent unresponsive or responsive, `DELETE /tokens` revokes all tokens.
 */
export function adminApi(core: SiteCore): Hono {
  const app = new Hono();
  const objects = new Objects(core);
  const kind = (text: string) => text as ObjectKind;
  app.onError((error, c) => c.json({ error: error.message }, 400));
  app.get("/requests", (c) => c.json(core.log));
  app.delete("/requests", (c) => {
    core.log.length = 0;
    return c.body(null, 204);
  });
  app.post("/faults", async (c) => {
    const { match = {}, action } = await c.req.json<{ match?: Omit<FaultMatch, "path"> & { path?: string }; action: FaultAction }>();
    const { path, times, ...rest } = match;
    const pattern = path === undefined ? {} : { path: new RegExp(path) };
    core.faults.add({ match: { ...rest, ...pattern, times: times === null ? Number.POSITIVE_INFINITY : (times ?? 1) }, action });
    return c.body(null, 204);
  });
  app.delete("/faults", (c) => {
    core.faults.clear();
    return c.body(null, 204);
  });
  app.get("/objects/:kind", (c) => c.json(objects.list(kind(c.req.param("kind")))));
  app.post("/objects/:kind", async (c) => c.json({ id: objects.insert(kind(c.req.param("kind")), await c.req.json<JsonObject>()) }, 201));
  app.patch("/objects/:kind/:id", async (c) => {
    objects.edit(kind(c.req.param("kind")), c.req.param("id"), await c.req.json<JsonObject>());
    return c.body(null, 204);
  });
  app.delete("/objects/:kind/:id", (c) => c.json({ removed: objects.remove(kind(c.req.param("kind")), c.req.param("id")) }));
  app.post("/networks", async (c) => c.json({ id: objects.create("networks", await c.req.json<JsonObject>()) }, 201));
  app.post("/routers", async (c) => c.json({ id: objects.create("routers", await c.req.json<JsonObject>()) }, 201));
  app.put("/agent", async (c) => {
    core.agent.fails = (await c.req.json<{ fails: boolean }>()).fails;
    return c.body(null, 204);
  });
  app.delete("/tokens", (c) => {
    core.tokens.revokeAll();
    return c.body(null, 204);
  });
  return app;
}
