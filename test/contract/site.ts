// SPDX-License-Identifier: Apache-2.0
import { rmSync, writeFileSync } from "node:fs";
import axios, { type AxiosInstance } from "axios";
import type { Database, Server } from "./rule";

export const DEVICES = "/v2.0/gw/gateway_devices";
export const GATEWAYS = "/v2.0/l2-gateways";
export const CONNECTIONS = "/v2.0/l2-gateway-connections";
export const NETWORKS = "/v2.0/networks";
export const ROUTERS = "/v2.0/routers";

/** Project of the token `admin`. */
export const PROJECT = "a".repeat(32);

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is what the rules are about
export type Data = any;

export interface Answer {
  readonly status: number;
  readonly data: Data;
  readonly headers: Readonly<Record<string, string>>;
  /** What is under `NeutronError`. */
  readonly error?: { type: string; message: string; detail: string };
}

export interface Sending {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SiteOptions {
  readonly url: string;
  readonly server: Server;
  readonly database: Database;
  readonly emulated: boolean;
  /** A file whose presence makes the agent of a real upstream server fail. */
  readonly agentFile?: string;
}

/** Numbers that no other rule, file or process takes. */
let last = 0x100000 + Math.floor(Math.random() * 0xe00000);
const nextNumber = (): number => (last = last >= 0xffffff ? 0x100000 : last + 1);
let lastPort = 0;

/** A server under test, spoken to over plain HTTP: none of the provider's client is used here. What a rule makes is deleted after it. */
export class Site {
  readonly #http: AxiosInstance;
  readonly #made: string[] = [];

  constructor(private readonly options: SiteOptions) {
    this.#http = axios.create({
      baseURL: options.url,
      validateStatus: () => true,
      proxy: false,
      timeout: 300_000,
      transformResponse: parsed,
      transformRequest: (data) => data,
    });
  }

  get server(): Server {
    return this.options.server;
  }

  get database(): Database {
    return this.options.database;
  }

  get emulated(): boolean {
    return this.options.emulated;
  }

  get url(): string {
    return this.options.url;
  }

  async send(method: string, path: string, body?: unknown, { token = "admin", headers = {} }: Sending = {}): Promise<Answer> {
    const sent = { Accept: "application/json", "Content-Type": "application/json", "X-Auth-Token": token, ...headers };
    const answer = await this.#http.request({
      method,
      url: path,
      headers: sent,
      ...(body === undefined ? {} : { data: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const { status, data } = answer;
    const made = status === 201 ? (Object.values(data ?? {})[0] as Data)?.id : undefined;
    if (method === "POST" && made !== undefined) this.#made.push(`${path}/${made}`);
    const error = data?.NeutronError;
    return { status, data, headers: answer.headers as Record<string, string>, ...(error === undefined ? {} : { error }) };
  }

  get = (path: string, sending?: Sending): Promise<Answer> => this.send("GET", path, undefined, sending);
  post = (path: string, body: unknown, sending?: Sending): Promise<Answer> => this.send("POST", path, body, sending);
  put = (path: string, body: unknown, sending?: Sending): Promise<Answer> => this.send("PUT", path, body, sending);
  remove = (path: string, sending?: Sending): Promise<Answer> => this.send("DELETE", path, undefined, sending);

  /** Posts what has to succeed and answers the object. */
  async make(path: string, member: string, values: object, sending?: Sending): Promise<Data> {
    const answer = await this.post(path, { [member]: values }, sending);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status} ${JSON.stringify(answer.data)}`);
    return answer.data[member];
  }

  /** The values of a hw_vtep device that nothing else uses. */
  hardware(more: object = {}): Data {
    return { name: this.name("hw"), management_ip: this.address(), management_port: 6632, tunnel_ips: [this.address()], ...more };
  }

  device = (more: object = {}, sending?: Sending): Promise<Data> => this.make(DEVICES, "gateway_device", this.hardware(more), sending);

  network = async (more: object = {}, sending?: Sending): Promise<string> =>
    (await this.make(NETWORKS, "network", { name: this.name("net"), ...more }, sending)).id;

  router = async (sending?: Sending): Promise<string> => (await this.make(ROUTERS, "router", { name: this.name("router") }, sending)).id;

  vlanDevice = async (more: object = {}): Promise<Data> =>
    this.make(DEVICES, "gateway_device", { name: this.name("vlan"), type: "network_vlan", resource_id: await this.network(), ...more });

  routerDevice = async (more: object = {}): Promise<Data> =>
    this.make(DEVICES, "gateway_device", {
      name: this.name("router"),
      type: "router_vtep",
      resource_id: await this.router(),
      tunnel_ips: [this.address()],
      ...more,
    });

  /** An L2 gateway in the form of the server, on a device or port of its own, with or without a segmentation id. */
  async gateway({ segment, ...more }: { segment?: number } & Record<string, unknown> = {}): Promise<Data> {
    return this.make(GATEWAYS, "l2_gateway", { name: this.name("gw"), devices: await this.devices(segment), ...more });
  }

  /** The devices of a gateway in the form of the server, to send. */
  devices = async (segment?: number): Promise<Data[]> =>
    this.server === "networking-midonet" ? [await this.borderDevice(segment)] : [this.switchPort(segment)];

  async borderDevice(segment?: unknown): Promise<Data> {
    return { device_id: (await this.device()).id, ...(segment === undefined ? {} : { segmentation_id: segment }) };
  }

  /** A port of a switch that no other rule uses at the time: 8 switches of 16 ports. */
  switchPort(segment?: number): Data {
    lastPort = (lastPort + 1) % 128;
    const port = { name: `p${1 + (lastPort % 16)}`, ...(segment === undefined ? {} : { segmentation_id: [segment] }) };
    return { device_name: `sw${1 + Math.floor(lastPort / 16)}`, interfaces: [port] };
  }

  /** The values of a connection of a new gateway and a new network, with the segmentation id on the connection. */
  async connecting(more: object = {}): Promise<Data> {
    const gateway = await this.gateway();
    return { l2_gateway_id: gateway.id, network_id: await this.network(), segmentation_id: "200", ...more };
  }

  connect = (values: object, sending?: Sending): Promise<Answer> => this.post(CONNECTIONS, { l2_gateway_connection: values }, sending);

  connection = async (more: object = {}): Promise<Data> => this.make(CONNECTIONS, "l2_gateway_connection", await this.connecting(more));

  remoteMac = (device: string, more: object = {}, sending?: Sending): Promise<Answer> =>
    this.post(`${DEVICES}/${device}/remote_mac_entries`, { remote_mac_entry: this.entry(more) }, sending);

  entry = (more: object = {}): Data => ({ mac_address: this.mac(), vtep_address: "10.1.1.1", segmentation_id: 5, ...more });

  /** Makes the L2 gateway agent of an upstream server fail, or heals it. */
  async failAgent(fails: boolean): Promise<void> {
    const { agentFile, emulated } = this.options;
    if (emulated) await this.send("PUT", "/_emulator/agent", { fails });
    else if (agentFile === undefined) throw new Error("a real upstream server needs the path of its agent-fail file");
    else if (fails) writeFileSync(agentFile, "");
    else rmSync(agentFile, { force: true });
  }

  name = (what: string): string => `${what}-${nextNumber().toString(16)}`;

  address(): string {
    const number = nextNumber();
    return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  }

  mac = (): string => `02:00:00:${(nextNumber().toString(16).match(/../g) ?? []).join(":")}`;

  /** Deletes what was made, the last first. A rule that has deleted things itself is welcome to. */
  async cleanUp(): Promise<void> {
    if (this.options.emulated) return;
    for (const path of this.#made.reverse()) await this.remove(path);
  }
}

function parsed(text: string): Data {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
