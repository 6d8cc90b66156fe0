// SPDX-License-Identifier: Apache-2.0

/** Everything that this package reports to its user on purpose. Any other error is a defect of ours. */
export class BorderGatewayError extends Error {
  override readonly name: string = "BorderGatewayError";
}

/** The site cannot be used at all: unknown name, login refused, unreachable, not a Neutron, an extension missing. `check` reports it on property `site`. */
export class SiteError extends BorderGatewayError {
  override readonly name: string = "SiteError";

  constructor(
    readonly site: string,
    message: string,
  ) {
    super(message);
  }
}

/** One exchange with a site, as far as it went. */
export interface Exchange {
  readonly site: string;
  readonly method: string;
  /** Path and query as sent, without the endpoint. */
  readonly path: string;
  /** HTTP status; absent where no answer arrived. */
  readonly status?: number;
  /** Neutron's error type, such as `GatewayDeviceNotFound`; absent where the answer was not Neutron's. */
  readonly type?: string;
  /** The server's own sentence, or what happened on the way. */
  readonly reason: string;
  /** `X-Openstack-Request-Id` of the answer, else the one that was sent. */
  readonly requestId?: string;
}

/** The site answered, and the answer is no. */
export class ApiError extends BorderGatewayError {
  override readonly name: string = "ApiError";

  constructor(readonly exchange: Exchange) {
    super(describe(exchange));
  }
}

/** Whether the site did what it was asked is not known: no answer, or one that proves nothing. Look before doing anything else. */
export class UncertainError extends BorderGatewayError {
  override readonly name: string = "UncertainError";

  constructor(
    readonly exchange: Exchange,
    /** What may follow once a look has shown that nothing was done. */
    readonly next: "repeat" | "report",
  ) {
    super(describe(exchange));
  }
}

/** True where the server itself named this error type, never by the text of the message. */
export function isNeutronError(error: unknown, ...types: string[]): error is ApiError {
  return error instanceof ApiError && error.exchange.type !== undefined && types.includes(error.exchange.type);
}

function describe({ site, method, path, status, type, reason, requestId }: Exchange): string {
  const answer = status === undefined ? "got no answer" : `answered ${status}`;
  const kind = type === undefined ? "" : ` ${type}`;
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  return `site ${site}: ${method} ${path} ${answer}${kind}: ${reason}${id}`;
}
