// SPDX-License-Identifier: Apache-2.0
import { z } from "zod";
import { Collection, type CollectionSpec } from "./collection";
import { ApiError, isNeutronError, SiteError } from "./errors";
import type { Guards } from "./guards";
import { Neutron } from "./neutron";
import * as rows from "./rows";
import type { Session } from "./session";

/** The API extensions that the resources need. Only networking-midonet has `gateway-device`: by it the two kinds of server are told apart. */
export type Extension = "gateway-device" | "l2-gateway" | "l2-gateway-connection";

const HOW_TO_LOAD: Record<Extension, string> = {
  "gateway-device": "`service_plugins` of its neutron.conf has to name `midonet_gwdevice` (networking-midonet)",
  "l2-gateway": "`service_plugins` of its neutron.conf has to name `midonet_l2gw` or `l2gw`, with a `service_provider=L2GW:...` line",
  "l2-gateway-connection":
    "`service_plugins` of its neutron.conf has to name `midonet_l2gw` or `l2gw`, with a `service_provider=L2GW:...` line",
};

const extensionList = z.object({ extensions: z.array(z.object({ alias: z.string() })) });

/** One Neutron as the resources see it. */
export class Site {
  readonly devices: Collection<rows.GatewayDeviceRow>;
  readonly hostsOfDevices: Collection<rows.HostsOfDeviceRow>;
  readonly gateways: Collection<rows.L2GatewayRow>;
  readonly connections: Collection<rows.ConnectionRow>;
  readonly networks: Collection<rows.NetworkRow>;
  readonly routers: Collection<rows.NamedRow>;
  readonly subnets: Collection<rows.SubnetRow>;
  readonly ports: Collection<rows.PortRow>;
  private readonly withName = new Map<string, Promise<rows.L2GatewayRow[]>>();
  private readonly macsOf = new Map<string, Collection<rows.RemoteMacRow>>();
  private readonly session: Session;
  private admin: Promise<boolean> | undefined;
  private extensionAliases: Promise<ReadonlySet<string>> | undefined;

  /** @param neutron what all sites of the session's endpoint share */
  constructor(
    opened: Session,
    private readonly neutron = new Neutron(),
  ) {
    const session = neutron.watched(opened);
    this.session = session;
    this.devices = new Collection(session, rows.gatewayDevices, neutron.devices);
    this.hostsOfDevices = new Collection(session, rows.hostsOfDevices, neutron.hostsOfDevices);
    this.gateways = new Collection(session, rows.l2Gateways, neutron.gateways);
    this.connections = new Collection(session, rows.connections, neutron.connections);
    this.networks = new Collection(session, rows.networks, neutron.networks);
    this.routers = new Collection(session, rows.routers, neutron.routers);
    this.subnets = new Collection(session, rows.subnets);
    this.ports = new Collection(session, rows.ports);
  }

  /** The guards of the Neutron, shared by all sites that lead there. */
  get guards(): Guards {
    return this.neutron.guards;
  }

  get name(): string {
    return this.session.site;
  }

  get endpoint(): string {
    return this.session.endpoint;
  }

  /** Whose login it is, for messages. */
  get viewer(): string {
    return this.session.viewer;
  }

  /** Project of the login; absent where the login has none. */
  get projectId(): string | undefined {
    return this.session.projectId;
  }

  remoteMacs(deviceId: string): Collection<rows.RemoteMacRow> {
    let macs = this.macsOf.get(deviceId);
    if (macs === undefined) {
      macs = new Collection(this.session, rows.remoteMacEntries(deviceId), this.neutron.remoteMacs(deviceId));
      this.macsOf.set(deviceId, macs);
    }
    return macs;
  }

  /** The L2 gateways of a name, read once: what a preview shows of them is as good when they are created, a few seconds later. */
  gatewaysNamed(name: string, owner: string | undefined): Promise<rows.L2GatewayRow[]> {
    const known = this.withName.get(name);
    if (known !== undefined) return known;
    const read = this.gateways.where("name", name, owner ?? this.projectId);
    this.withName.set(name, read);
    read.catch(() => this.withName.delete(name));
    return read;
  }

  /** The segmentation ids that L2 gateways and connections of any project use. Always read anew. */
  async segmentationIdsInUse(): Promise<Set<number>> {
    const [gateways, connections] = await Promise.all([this.everyProjects(rows.l2Gateways), this.everyProjects(rows.connections)]);
    const ids = [...gateways.flatMap(rows.segmentationIdsOf), ...connections.flatMap(({ segmentation_id: id }) => id ?? [])];
    return new Set(ids.map(Number));
  }

  /** The rows of every project. Always read anew. */
  everyProjects<Row extends { id: string }>(spec: CollectionSpec<Row>): Promise<Row[]> {
    return new Collection(this.session, { ...spec, lists: "all" }).allNow();
  }

  async has(extension: Extension): Promise<boolean> {
    return (await this.extensions()).has(extension);
  }

  /** As {@link has}, by what has been asked already; `false` where nothing has. */
  async isKnownToHave(extension: Extension): Promise<boolean> {
    return (await this.extensionAliases?.catch(() => undefined))?.has(extension) ?? false;
  }

  /** @throws SiteError naming the first extension that the site has not loaded, and what its deployer has to set */
  async require(needed: readonly Extension[]): Promise<void> {
    for (const extension of needed) {
      if (await this.has(extension)) continue;
      throw new SiteError(
        this.name,
        `site ${this.name} (${this.endpoint}) has not loaded the Neutron extension "${extension}": ${HOW_TO_LOAD[extension]}`,
      );
    }
  }

  /** @throws SiteError where the server says that only administrators may read what this package manages */
  async requireAdmin(): Promise<void> {
    // networking-l2gw@b20b90d networking_l2gw/db/l2gateway/l2gateway_db.py, `_admin_check`: every verb, whoever owns the object.
    if (!(await this.isAdmin())) throw this.noAdmin("shows L2 gateways and remote MAC entries to administrators only");
  }

  /** @throws SiteError where the server hides what another project owns from this login: an object that it says is not there may be there all the same */
  async requireSightOf(owner: unknown): Promise<void> {
    if (owner !== undefined && owner === this.session.projectId) return;
    if (!(await this.isAdmin())) throw this.noAdmin("hides from others what another project owns: what is not found need not be gone");
  }

  private noAdmin(rule: string): SiteError {
    return new SiteError(this.name, `site ${this.name}: the user of this login is no administrator, and the server ${rule}`);
  }

  private isAdmin(): Promise<boolean> {
    this.admin ??= this.gateways.lookFor("name", "").then(
      () => true,
      (error) => {
        if (!isNeutronError(error, "AdminRequired")) this.admin = undefined;
        if (!(error instanceof ApiError)) throw error;
        return !isNeutronError(error, "AdminRequired");
      },
    );
    return this.admin;
  }

  private extensions(): Promise<ReadonlySet<string>> {
    this.extensionAliases ??= this.readExtensions().catch((error) => {
      this.extensionAliases = undefined;
      throw error;
    });
    return this.extensionAliases;
  }

  private async readExtensions(): Promise<ReadonlySet<string>> {
    const answer = extensionList.safeParse(
      await this.session.send({ method: "GET", path: "/v2.0/extensions", query: [["fields", "alias"]] }),
    );
    if (!answer.success)
      throw new SiteError(
        this.name,
        `site ${this.name}: what answers at ${this.endpoint} is not Neutron: /v2.0/extensions holds no list of extensions`,
      );
    return new Set(answer.data.extensions.map(({ alias }) => alias));
  }
}
