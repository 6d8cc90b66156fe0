// SPDX-License-Identifier: Apache-2.0
// The calls of the engine that concern one resource, from message to message.
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Failure, Props } from "../kinds/definition";
import { propertyPath } from "../lifecycle/check";
import { redacted } from "../lifecycle/redaction";
import { doesNotExist } from "../lifecycle/report";
import { automaticName, NAME_HINT, withHints } from "../program/hints";
import { detailedDiff } from "./detailedDiff";
import { importId } from "./importId";
import { type Decoded, encode } from "./propertyValues";
import type { PluginResource } from "./resources";

export async function check({ lifecycle }: PluginResource, request: CheckRequest, olds: Decoded, news: Decoded): Promise<CheckResponse> {
  const given = withHints(news.props);
  // SDKs that are generated from the schema send no hints.
  const named = { [NAME_HINT]: automaticName(request.getName(), request.getUrn()), ...given };
  const { inputs, failures } = await lifecycle.check(olds.props, named);
  return new CheckResponse().setInputs(encode(inputs, news.secrets)).setFailuresList(failuresOf(failures));
}

export const failuresOf = (failures: readonly Failure[]): CheckFailure[] =>
  failures.map(({ path, reason }) => new CheckFailure().setProperty(propertyPath(path)).setReason(redacted(reason)));

export async function diff({ lifecycle }: PluginResource, request: DiffRequest, olds: Decoded, news: Decoded): Promise<DiffResponse> {
  const difference = await lifecycle.diff(request.getId(), olds.props, news.props);
  const { changes, updates, replaces } = difference;
  const response = new DiffResponse()
    .setChanges(changes ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList([...updates, ...replaces])
    .setReplacesList(replaces)
    // Names, addresses and networks are in use until the old object is deleted.
    .setDeletebeforereplace(true)
    .setHasdetaileddiff(true);
  for (const [path, detail] of detailedDiff(olds.props, news.props, difference)) response.getDetaileddiffMap().set(path, detail);
  return response;
}

export async function create({ lifecycle, planned }: PluginResource, request: CreateRequest, news: Decoded): Promise<CreateResponse> {
  if (request.getPreview()) return new CreateResponse().setProperties(encode(planned(news.props), news.secrets));
  const { id, props } = await lifecycle.create(news.props);
  return new CreateResponse().setId(id).setProperties(encode(props, news.secrets));
}

export async function update(
  { lifecycle, planned }: PluginResource,
  request: UpdateRequest,
  olds: Decoded,
  news: Decoded,
): Promise<UpdateResponse> {
  const props = request.getPreview() ? planned(news.props, olds.props) : await lifecycle.update(request.getId(), olds.props, news.props);
  return new UpdateResponse().setProperties(encode(props, news.secrets));
}

/** Serves a refresh, a lookup and an import. What the provider has created has its endpoint recorded. */
export async function read({ lifecycle }: PluginResource, request: ReadRequest, olds: Decoded, inputs: Decoded): Promise<ReadResponse> {
  const secrets = new Set([...olds.secrets, ...inputs.secrets]);
  const isLookup = olds.props.endpoint === undefined;
  const { id, site } = isLookup ? importId(lifecycle.kind, request.getId()) : { id: request.getId(), site: undefined };
  const last: Props = isLookup ? { ...inputs.props, ...olds.props, ...(site === undefined ? {} : { site }) } : olds.props;
  const found = await lifecycle.read(id, last);
  if (found === undefined) {
    // The engine deletes an object with an empty id from the state. Its own message about a lookup does not name the site.
    if (isLookup) throw doesNotExist(lifecycle.kind, id, last);
    return new ReadResponse();
  }
  const response = new ReadResponse().setId(id).setProperties(encode(found.props, secrets));
  return found.inputs === undefined ? response.setInputs(request.getInputs()) : response.setInputs(encode(found.inputs, secrets));
}

export async function remove({ lifecycle }: PluginResource, request: DeleteRequest, olds: Decoded): Promise<Empty> {
  await lifecycle.delete(request.getId(), olds.props);
  return new Empty();
}
