// SPDX-License-Identifier: Apache-2.0
// Several meshes in one program, over the SDK's mocks: what is asked of their pools.
import { randomUUID } from "node:crypto";
import { ComponentResource, runtime } from "@pulumi/pulumi";
import test from "ava";
import { BorderGatewayMesh, type IdRange, type Topology } from "../../../sdk/mesh/index";

type Asked = Readonly<Record<string, unknown>>;

/** Runs a program of its own, and answers what the pools of its meshes were asked. */
async function pools(program: () => BorderGatewayMesh[], sites: object = {}): Promise<Asked[]> {
  const asked: Asked[] = [];
  runtime.setConfig("border-gateway:sites", JSON.stringify(sites));
  runtime.setConfig("border-gateway:liveValidation", "false");
  const mocks: runtime.Mocks = {
    call: ({ inputs }) => inputs,
    newResource: ({ type, name, inputs }) => {
      if (!type.endsWith(":SegmentationIdPool")) return { id: name, state: inputs };
      asked.push(inputs);
      return { id: name, state: { ...inputs, ids: { web: 100 } } };
    },
  };
  await runtime.setMocks(mocks, "project", "stack", false, "organization");
  await Promise.all(program().map((mesh) => new Promise((resolve) => void mesh.topology.apply(resolve))));
  await runtime.disconnect();
  return asked;
}

const mesh = (sites: readonly string[], segmentationId: number | IdRange): Topology => ({
  sites: Object.fromEntries(sites.map((name, index) => [name, { router: randomUUID(), tunnelIp: `203.0.113.${index + 1}` }])),
  segments: { web: { segmentationId, sites: Object.fromEntries(sites.map((name) => [name, { network: randomUUID() }])) } },
});

const range = { from: 100, to: 110 };

test.serial("a pool is told of the numbers that meshes of the program give away where it is, before it or after", async (t) => {
  const [pool, ...more] = await pools(() => [
    new BorderGatewayMesh("before", mesh(["tokyo", "sendai"], 100)),
    new BorderGatewayMesh("pool", mesh(["tokyo", "osaka"], range)),
    new BorderGatewayMesh("after", mesh(["tokyo", "osaka"], 101)),
    new BorderGatewayMesh("far", mesh(["sendai", "nagoya"], 102)),
  ]);
  t.deepEqual(more, []);
  t.deepEqual(pool?.elsewhere, [
    { mesh: "before", name: "web", id: 100, sites: ["tokyo"] },
    { mesh: "after", name: "web", id: 101, sites: ["osaka", "tokyo"] },
  ]);
});

test.serial("another program of the process is another program, and meshes of one name are told apart", async (t) => {
  const below = (type: string) => ({ parent: new ComponentResource(`test:index:${type}`, type) });
  const asked = await pools(() => [
    new BorderGatewayMesh("net", mesh(["tokyo", "osaka"], range), below("East")),
    new BorderGatewayMesh("net", mesh(["tokyo", "osaka"], range), below("West")),
  ]);
  t.deepEqual(
    asked.map(({ elsewhere }) => elsewhere),
    [[], []],
  );
  t.is(new Set(asked.map(({ __nameHint }) => __nameHint)).size, 2);
});

test.serial("a mesh that reaches the same Neutron by another name is told of, by the pool's own name", async (t) => {
  const at = (endpoint: string) => ({ auth_type: "none", endpoint });
  const sites = {
    tokyo: at("https://n.test"),
    admin: at("https://N.test:443/v2.0"),
    osaka: at("https://o.test"),
    sendai: at("https://s.test"),
  };
  const [pool] = await pools(
    () => [new BorderGatewayMesh("pool", mesh(["tokyo", "osaka"], range)), new BorderGatewayMesh("other", mesh(["admin", "sendai"], 101))],
    sites,
  );
  t.deepEqual(pool?.elsewhere, [{ mesh: "other", name: "web", id: 101, sites: ["tokyo"] }]);
});
