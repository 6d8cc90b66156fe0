// SPDX-License-Identifier: Apache-2.0

/** An answer that is not a success, thrown by the rules and written by the server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    /** Milliseconds after which the real server responds. */
    readonly delayMs = 0,
  ) {
    super(message);
  }

  /** Neutron's error body. An unimplemented method has another root key (seen on networking-midonet: PUT of an L2 gateway). */
  get body(): object {
    const root = this.status === 501 ? this.type : "NeutronError";
    return { [root]: { type: this.type, message: this.message, detail: "" } };
  }
}

export const badRequest = (message: string, type = "HTTPBadRequest") => new Refusal(400, type, message);

/** `neutron_lib.exceptions.InvalidInput`. */
export const invalidInput = (reason: string) => badRequest(`Invalid input for operation: ${reason}.`, "InvalidInput");

export const notFound = (type: string, message: string) => new Refusal(404, type, message);

export const conflict = (type: string, message: string) => new Refusal(409, type, message);

/** Neutron's response if its own code raises an unexpected exception. */
export const crash = (delayMs = 0) =>
  new Refusal(500, "HTTPInternalServerError", "Request Failed: internal server error while processing your request.", delayMs);

/** networking-l2gw `l2gateway_db.py` `_admin_check`. */
export const adminRequired = (action: "CREATE" | "GET") =>
  new Refusal(403, "AdminRequired", `User does not have admin privileges: Cannot ${action} resource for non admin tenant.`);
