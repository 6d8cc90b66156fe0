// SPDX-License-Identifier: Apache-2.0
import { Agent } from "node:http";
import axios, { type AxiosInstance } from "axios";
import pLimit from "p-limit";
import { type Ground, SEGMENTATION_ID, TUNNEL_IP } from "./ground";

const DEVICES = "gw/gateway_devices";
const GATEWAYS = "l2-gateways";
const CONNECTIONS = "l2-gateway-connections";

/** A client of a real site without Keystone, over connections that stay open. */
export const clientOf = (url: string, sockets: number): AxiosInstance =>
  axios.create({
    baseURL: `${url}/v2.0/`,
    headers: { "x-auth-token": "admin" },
    httpAgent: new Agent({ keepAlive: true, maxSockets: sockets }),
    proxy: false,
  });

async function post(http: AxiosInstance, path: string, envelope: string, values: object): Promise<string> {
  const { data } = await http.post(path, { [envelope]: values });
  return data[envelope].id;
}

/** Creates the router and the networks that the measured objects use. */
export async function layGround(http: AxiosInstance, count: number): Promise<Ground> {
  const router = await post(http, "routers", "router", { name: "edge" });
  const networks: string[] = [];
  for (let n = 0; n < count; n++) networks.push(await post(http, "networks", "network", { name: `net${n}` }));
  return { router, networks };
}

/** The least that anyone can do: one POST for each object, then one DELETE for each, no reads, over connections that stay open. Answers the seconds of both. */
export async function floor(url: string, { router, networks }: Ground, concurrency: number): Promise<{ up: number; destroy: number }> {
  const http = clientOf(url, concurrency);
  const limit = pLimit(concurrency);
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    return (performance.now() - started) / 1000;
  };
  let device = "";
  let joined: Array<{ gateway: string; connection: string }> = [];
  const up = await timed(async () => {
    device = await post(http, DEVICES, "gateway_device", {
      name: "edge",
      type: "router_vtep",
      resource_id: router,
      tunnel_ips: [TUNNEL_IP],
    });
    const join = async (network_id: string, n: number) => {
      const devices = [{ device_id: device, segmentation_id: SEGMENTATION_ID + n }];
      const gateway = await post(http, GATEWAYS, "l2_gateway", { name: `gateway${n}`, devices });
      return { gateway, connection: await post(http, CONNECTIONS, "l2_gateway_connection", { l2_gateway_id: gateway, network_id }) };
    };
    joined = await Promise.all(networks.map((network, n) => limit(() => join(network, n))));
  });
  const destroy = await timed(async () => {
    const part = async ({ gateway, connection }: { gateway: string; connection: string }) => {
      await http.delete(`${CONNECTIONS}/${connection}`);
      await http.delete(`${GATEWAYS}/${gateway}`);
    };
    await Promise.all(joined.map((one) => limit(() => part(one))));
    await http.delete(`${DEVICES}/${device}`);
  });
  return { up, destroy };
}
