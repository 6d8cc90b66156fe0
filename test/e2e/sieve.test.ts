// SPDX-License-Identifier: Apache-2.0
// Everything that can go wrong with one request goes wrong with each request that changes a site: while a segment is made, moved and taken down.
// Afterwards the user runs `pulumi up` again, and the sites match the program: nothing is lost or duplicated, and the state agrees with the sites.
import { setTimeout as sleep } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import pLimit from "p-limit";
import type { EmulatedSite, FaultAction } from "../../sdk/testing/index";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment, writesOf } from "../helpers/inProcess/emulatedSegment";

type Segment = Awaited<ReturnType<typeof emulatedSegment>>;

interface Operation {
  /** What is there before; 0 for nothing. */
  readonly from: number;
  readonly to: number;
  /** What one site is asked to change, in order, ids left out. */
  readonly writes: readonly string[];
}

const DEVICES = "gw/gateway_devices";
const operations: Readonly<Record<string, Operation>> = {
  made: {
    from: 0,
    to: 10_100,
    writes: [`POST ${DEVICES}`, "POST l2-gateways", "POST l2-gateway-connections", `POST ${DEVICES}/*/remote_mac_entries`],
  },
  moved: {
    from: 10_100,
    to: 10_200,
    writes: [
      "DELETE l2-gateway-connections/*",
      "DELETE l2-gateways/*",
      "POST l2-gateways",
      "POST l2-gateway-connections",
      `DELETE ${DEVICES}/*/remote_mac_entries/*`,
      `POST ${DEVICES}/*/remote_mac_entries`,
    ],
  },
  "taken down": {
    from: 10_100,
    to: 0,
    writes: [`DELETE ${DEVICES}/*/remote_mac_entries/*`, "DELETE l2-gateway-connections/*", "DELETE l2-gateways/*", `DELETE ${DEVICES}/*`],
  },
};

const neutronError = (type: string) => ({ NeutronError: { type, message: "by the test", detail: "" } });
const faults: Readonly<Record<string, FaultAction>> = {
  "the connection cut before the change": { cut: "before" },
  "the connection cut after the change": { cut: "after" },
  "500 after the change": { status: 500, done: true, body: neutronError("HTTPInternalServerError") },
  "500 without a change": { status: 500, body: neutronError("HTTPInternalServerError") },
  "503 from a proxy": { status: 503, body: "<html>busy</html>" },
  "503 from a proxy after the change": { status: 503, done: true, body: "<html>busy</html>" },
  "429": { status: 429, headers: { "Retry-After": "1" } },
  "401": { status: 401, body: { error: { code: 401, title: "Unauthorized", message: "by the test" } } },
  "an answer that is no JSON": { status: 201, done: true, body: "<html>well done</html>" },
};

const pattern = (write: string) => {
  const [method = "", path = ""] = write.split(" ");
  return { method, path: new RegExp(`^/v2\\.0/${path.replaceAll("*", "[^/]+")}$`) };
};
const declare = ({ declare: program, stack }: Segment, segmentationId: number) => {
  if (segmentationId === 0) stack.resources = [];
  else program(segmentationId);
};

/** ava starts all tests of a file at once; so many cases of milliseconds would only be in each other's way. */
const turn = pLimit(4);
const sieve = (title: string, body: (t: ExecutionContext) => Promise<void>) => test(title, (t) => turn(() => body(t)));

async function before(t: ExecutionContext, { from, to }: Operation): Promise<Segment> {
  const segment = await emulatedSegment(t);
  if (from !== 0) {
    declare(segment, from);
    t.true((await segment.stack.up()).ok);
  }
  declare(segment, to);
  for (const site of segment.sites) site.clearRequests();
  return segment;
}

/** Runs `up` until it succeeds, as a user would, and looks at what there is then. */
async function settle(t: ExecutionContext, { stack, sites }: Segment, { to }: Operation, runs: number): Promise<void> {
  for (const site of sites) site.clearFaults();
  let result = await stack.up();
  for (let run = 1; run < runs && !result.ok; run++) result = await stack.up();
  t.true(result.ok, result.diagnostics);
  assertNothingLostNorDoubled(t, stack, sites);
  t.is(stack.kept().length, to === 0 ? 0 : 8);
  for (const site of to === 0 ? [] : sites) {
    t.like(site.objects("l2_gateways")[0]?.devices, [{ segmentation_id: String(to) }]);
    t.like(site.objects("gateway_devices")[0]?.remote_mac_entries, [{ segmentation_id: to }]);
  }
  t.deepEqual(drift(await stack.refresh()), []);
  t.deepEqual(did(await stack.up()), []);
}

/** What the retry table deals with by itself: the user sees nothing of it. A fixed token cannot be renewed, and a creation that failed with 500 is the user's to judge. */
const isOvercome = (fault: string, write: string): boolean =>
  fault !== "401" && !(write.startsWith("POST") && fault === "500 without a change");

for (const [what, operation] of Object.entries(operations)) {
  sieve(`a segment is ${what}: the requests that the sieve goes through`, async (t) => {
    const { stack, sites } = await before(t, operation);
    t.true((await stack.up({ parallel: 1 })).ok);
    const general = (line: string) => line.replace("/v2.0/", "").replaceAll(/[0-9a-f-]{36}/g, "*");
    for (const site of sites) t.deepEqual(writesOf(site).map(general).sort(), [...operation.writes].sort());
  });

  for (const write of operation.writes) {
    for (const [fault, action] of Object.entries(faults)) {
      if (write.startsWith("DELETE") && fault === "an answer that is no JSON") continue;
      sieve(`a segment is ${what}, ${fault} at ${write}`, async (t) => {
        const segment = await before(t, operation);
        segment.sites[0].fault({ match: pattern(write), action });
        const result = await segment.stack.up();
        t.notRegex(result.diagnostics, /\n\s+at |defect/, result.diagnostics);
        t.is(result.ok, isOvercome(fault, write), result.diagnostics);
        await settle(t, segment, operation, 1);
      });
    }

    sieve(`a segment is ${what}, ${write} is done but answered 503, and then the site is away for the rest of the run`, async (t) => {
      const segment = await before(t, operation);
      const [site] = segment.sites;
      site.fault({ match: pattern(write), action: { status: 503, done: true } });
      const away = whenAsked(site, write).then(() => site.fault({ match: { times: Number.POSITIVE_INFINITY }, action: { status: 503 } }));
      const result = await segment.stack.up();
      await away;
      t.notRegex(result.diagnostics, /\n\s+at |defect/, result.diagnostics);
      await settle(t, segment, operation, 1);
    });

    for (const [moment, action] of [
      ["before", { hang: true }],
      ["after", { hang: true, done: true }],
    ] as const) {
      // A device's POST is waited for longer than any test: 200 s, as the server may take 160 s over it.
      if (write !== `POST ${DEVICES}`)
        sieve(`a segment is ${what}, no answer to ${write}, ${moment} the change`, async (t) => {
          const segment = await before(t, operation);
          segment.sites[0].fault({ match: pattern(write), action });
          const { stack, clouds } = segment;
          stack.setConfig("border-gateway:sites", { ...clouds, tokyo: { ...clouds.tokyo, api_timeout: 1 } });
          const result = await stack.up();
          stack.setConfig("border-gateway:sites", clouds);
          t.notRegex(result.diagnostics, /\n\s+at |defect/, result.diagnostics);
          await settle(t, segment, operation, 1);
        });

      sieve(`a segment is ${what}, kill -9 of engine and provider at ${write}, ${moment} the change`, async (t) => {
        const segment = await before(t, operation);
        const [site] = segment.sites;
        site.fault({ match: pattern(write), action });
        await segment.stack.killed("up", whenAsked(site, write));
        await settle(t, segment, operation, 1);
      });
    }
  }
}

/** Resolves when the site has been asked for this, and has had the time to do it. */
async function whenAsked(site: EmulatedSite, write: string): Promise<void> {
  const { method, path } = pattern(write);
  const asked = () => site.requests().some((request) => request.method === method && path.test(request.path));
  for (const deadline = Date.now() + 60_000; !asked() && Date.now() < deadline; ) await sleep(1);
  await sleep(10);
}
