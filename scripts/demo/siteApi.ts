// SPDX-License-Identifier: Apache-2.0
// Access to a site over plain HTTP, without any code of the provider, so that the demo verifies the provider independently.
import type { EmulatedSite } from "../../sdk/testing/index";

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export class SiteApi {
  private constructor(
    readonly name: string,
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async login({ name, url, cloud }: EmulatedSite): Promise<SiteApi> {
    const { auth_url, username, password } = cloud.auth as Record<string, string>;
    const user = { name: username, password, domain: { name: "Default" } };
    const scope = { project: { name: "admin", domain: { name: "Default" } } };
    const answer = await fetch(`${auth_url}/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope } }),
    });
    return new SiteApi(name, `${url}/v2.0/`, answer.headers.get("x-subject-token") ?? "");
  }

  async list(path: string): Promise<Row[]> {
    const body = (await this.ask("GET", path)) as Record<string, Row[]>;
    return Object.values(body)[0] ?? [];
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { "x-auth-token": this.token, "content-type": "application/json" };
    const answer = await fetch(this.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${this.url}${path} answered ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The gateway objects of the site, one line each. */
  async held(): Promise<string[]> {
    const [devices, gateways, connections, networks] = await Promise.all(
      ["gw/gateway_devices", "l2-gateways", "l2-gateway-connections", "networks"].map((path) => this.list(path)),
    );
    const nameOf = (rows: Row[] | undefined, id: unknown) => rows?.find((row) => row.id === id)?.name ?? id;
    const onDevice = (device: Row) =>
      (device.remote_mac_entries as Row[]).map(
        ({ mac_address: mac, vtep_address: vtep, segmentation_id: segment }) =>
          `  remote MAC    ${mac} behind ${vtep}, segmentation id ${segment}`,
      );
    return [
      ...(devices ?? []).flatMap((device) => [
        `gateway device  ${device.name}, ${device.type}, tunnel address ${(device.tunnel_ips as string[]).join()}`,
        ...onDevice(device),
      ]),
      ...(gateways ?? []).flatMap(({ name, devices: on }) =>
        (on as Row[]).map(
          (device) => `L2 gateway      ${name}, on ${nameOf(devices, device.device_id)}, segmentation id ${device.segmentation_id}`,
        ),
      ),
      ...(connections ?? []).map(
        ({ l2_gateway_id: gateway, network_id: network }) =>
          `connection      network "${nameOf(networks, network)}" to ${nameOf(gateways, gateway)}`,
      ),
    ];
  }
}
