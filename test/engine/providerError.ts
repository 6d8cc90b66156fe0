// SPDX-License-Identifier: Apache-2.0
import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { fromStruct } from "../wire/grpc";
import { markSecretsLike, type PropertyMap } from "../wire/values";
import { PartialFailure } from "./resourceProvider";

/**
 * Throws a provider's error as the engine understands it. A failure whose details carry an id means that the object exists:
 * it comes as a `PartialFailure`, with the secrets of `inputs` marked in its outputs.
 */
export const asProviderError = (error: ServiceError, inputs: PropertyMap = {}): never => {
  for (const raw of error.metadata?.get("grpc-status-details-bin") ?? []) {
    for (const detail of Status.deserializeBinary(Buffer.from(raw)).getDetailsList()) {
      const failed = detail.unpack(ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
      if (failed === null) continue;
      const live = failed.getInputs();
      throw new PartialFailure(
        failed.getReasonsList(),
        failed.getId(),
        markSecretsLike(fromStruct(failed.getProperties()), inputs),
        live === undefined ? undefined : fromStruct(live),
      );
    }
  }
  throw new Error(error.details || error.message);
};
