// SPDX-License-Identifier: Apache-2.0
// Failures as gRPC carries them.
import { Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Props } from "../kinds/definition";
import { redacted } from "../lifecycle/redaction";
import type { PartialFailure } from "../lifecycle/report";
import { encode } from "./propertyValues";

export const failed = (message: string): StatusObject => ({
  code: status.UNKNOWN,
  details: redacted(message),
  metadata: new Metadata(),
});

/** A failure after the object has come into existence: the engine keeps the object in the state, with these properties. */
export function halfDone(failure: PartialFailure, inputs: Props, secrets: ReadonlySet<string>): StatusObject {
  const detail = new ErrorResourceInitFailed()
    .setId(failure.id)
    .setProperties(encode(failure.properties, secrets))
    .setInputs(encode(inputs, secrets))
    .setReasonsList(failure.reasons.map(redacted));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const response = failed(failure.message);
  const { code, details } = response;
  const packed = new Status().setCode(code).setMessage(details).setDetailsList([any]);
  response.metadata.add("grpc-status-details-bin", Buffer.from(packed.serializeBinary()));
  return response;
}
