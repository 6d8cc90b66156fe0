// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import type { Login, LoginMethod } from "../../../../provider/client/auth/login";
import { LoginKeeper } from "../../../../provider/client/auth/loginKeeper";

/** A keeper over numbered logins, with a clock that the test moves. */
function keeperOf({ lifetimeMs, renewable = true }: { lifetimeMs?: number; renewable?: boolean }) {
  const state = { now: 0, logins: 0, down: false };
  const method: LoginMethod = {
    who: "alice",
    renewable,
    logIn: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.down) throw new Error("Keystone is down");
      return { headers: {}, catalog: [], projectId: String(++state.logins), ...(lifetimeMs === undefined ? {} : { lifetimeMs }) };
    },
  };
  const keeper = new LoginKeeper(method, () => state.now);
  return { state, keeper, current: async () => (await keeper.current()).projectId };
}

test("callers that arrive together make one login", async (t) => {
  const { state, current } = keeperOf({});
  t.deepEqual(await Promise.all([current(), current(), current()]), ["1", "1", "1"]);
  state.now = 1e12;
  t.is(await current(), "1");
});

test("renewed a minute before the end of an hour", async (t) => {
  const { state, current } = keeperOf({ lifetimeMs: 3_600_000 });
  await current();
  state.now = 3_539_999;
  t.is(await current(), "1");
  state.now = 3_540_000;
  t.deepEqual(await Promise.all([current(), current()]), ["2", "2"]);
});

test("a short life is used for nine tenths", async (t) => {
  const { state, current } = keeperOf({ lifetimeMs: 10_000 });
  await current();
  state.now = 8_999;
  t.is(await current(), "1");
  state.now = 9_000;
  t.is(await current(), "2");
});

test("a renewal that fails while the old login holds: the old one, a new try after a pause, and the failure after the end", async (t) => {
  const { state, current } = keeperOf({ lifetimeMs: 100_000 });
  await current();
  state.down = true;
  state.now = 91_000;
  t.is(await current(), "1");
  state.down = false;
  state.now = 95_999;
  t.is(await current(), "1");
  state.now = 96_000;
  t.is(await current(), "2");
  state.down = true;
  state.now = 300_000;
  await t.throwsAsync(current(), { message: "Keystone is down" });
});

test("a refused login is replaced once, however many were refused with it", async (t) => {
  const { state, keeper } = keeperOf({});
  const first = await keeper.current();
  const renewed = await Promise.all([keeper.after(first), keeper.after(first), keeper.after(first)]);
  t.deepEqual(
    renewed.map((login: Login) => login.projectId),
    ["2", "2", "2"],
  );
  t.is((await keeper.after(first)).projectId, "2");
  t.is(state.logins, 2);
});

test("a login that cannot be repeated is used until the site rejects it, even after its expiry", async (t) => {
  const { state, current } = keeperOf({ lifetimeMs: 1000, renewable: false });
  await current();
  state.now = 5000;
  t.is(await current(), "1");
});
