// SPDX-License-Identifier: Apache-2.0
import { type handleUnaryCall, Metadata, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { mapFromWire, type PropertyMap, toWire } from "./values";

/** 400 MB, as the SDK allows. */
export const channelOptions = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** A unary call as a promise. */
export const request = <Response>(send: (done: Callback<Response>) => unknown): Promise<Response> =>
  new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(error)));
  });

/** An async function as a unary handler; what it throws becomes the call's error. The signal is aborted if the caller cancels the call. */
export const answer =
  <Request, Response>(handle: (request: Request, cancelled: AbortSignal) => Promise<Response>): handleUnaryCall<Request, Response> =>
  (call, callback) => {
    const cancellation = new AbortController();
    call.once("cancelled", () => cancellation.abort());
    handle(call.request, cancellation.signal).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback(error instanceof RpcError ? error : new RpcError(status.UNKNOWN, error instanceof Error ? error.message : String(error))),
    );
  };

export class RpcError extends Error {
  readonly metadata = new Metadata();
  constructor(
    readonly code: status,
    readonly details: string,
  ) {
    super(details);
  }
}

/** Serves on a free port of 127.0.0.1. */
export const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
    );
  });

export const newServer = (): Server => new Server(channelOptions);

export const toStruct = (map: PropertyMap, secrets: "keep" | "strip"): Struct =>
  Struct.fromJavaScript(toWire(map, secrets) as { [key: string]: JavaScriptValue });

export const fromStruct = (struct: Struct | undefined): PropertyMap => mapFromWire(struct?.toJavaScript());
