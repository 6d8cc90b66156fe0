// SPDX-License-Identifier: Apache-2.0
import { ApiError } from "./errors";
import { Guards, type ObjectClaims } from "./guards";
import type { Reader } from "./reader";
import type { ConnectionRow, GatewayDeviceRow, HostsOfDeviceRow, L2GatewayRow, NamedRow, NetworkRow, RemoteMacRow } from "./rows";
import type { Request, Session } from "./session";

/**
 * The readers of one collection of one Neutron: one for each site that leads there, as logins of different projects see different rows.
 * Each learns what is written through any of them.
 */
export class ReaderGroup<Row extends { id: string }> {
  private readonly readers: Array<Reader<Row>> = [];

  add(reader: Reader<Row>): void {
    this.readers.push(reader);
  }

  wrote(id: string, row: Row | undefined): void {
    for (const reader of this.readers) reader.wrote(id, row);
  }

  doubt(id: string): void {
    for (const reader of this.readers) reader.doubt(id);
  }
}

/** One Neutron. All sites of a process whose endpoints are the same share one instance. */
export class Neutron {
  readonly guards: Guards;
  readonly devices = new ReaderGroup<GatewayDeviceRow>();
  readonly hostsOfDevices = new ReaderGroup<HostsOfDeviceRow>();
  readonly gateways = new ReaderGroup<L2GatewayRow>();
  readonly connections = new ReaderGroup<ConnectionRow>();
  readonly networks = new ReaderGroup<NetworkRow>();
  readonly routers = new ReaderGroup<NamedRow>();
  private readonly macsOf = new Map<string, ReaderGroup<RemoteMacRow>>();

  constructor(objects?: ObjectClaims) {
    this.guards = new Guards(objects);
  }

  remoteMacs(deviceId: string): ReaderGroup<RemoteMacRow> {
    const known = this.macsOf.get(deviceId) ?? new ReaderGroup();
    this.macsOf.set(deviceId, known);
    return known;
  }

  /** A session that casts doubt on what is known of an object after a write that failed. */
  watched(session: Session): Session {
    return {
      site: session.site,
      endpoint: session.endpoint,
      projectId: session.projectId,
      viewer: session.viewer,
      now: () => session.now(),
      send: async (request) => {
        try {
          return await session.send(request);
        } catch (error) {
          if (request.method !== "GET") this.doubt(request, error);
          throw error;
        }
      },
    };
  }

  private doubt({ method, path, body }: Request, error: unknown): void {
    const steps = path.split("/").map(decodeURIComponent);
    // Whatever failed, the object itself may have changed. After a 404 each object that the request names may be the one that is missing.
    const missing = error instanceof ApiError && error.exchange.status === 404;
    const ids = missing ? [...steps, ...textsIn(body)] : method === "POST" ? [] : steps.slice(-1);
    const groups = [
      this.devices,
      this.hostsOfDevices,
      this.gateways,
      this.connections,
      this.networks,
      this.routers,
      ...this.macsOf.values(),
    ];
    for (const id of ids) for (const group of groups) group.doubt(id);
  }
}

/** All texts in a request's body, at any depth. */
function textsIn(body: unknown): string[] {
  if (typeof body === "string") return [body];
  return typeof body === "object" && body !== null ? Object.values(body).flatMap(textsIn) : [];
}
