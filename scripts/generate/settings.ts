// SPDX-License-Identifier: Apache-2.0

/** The stack configuration of the package, `border-gateway:<key>`, as variables of the package schema. */
export const settings = {
  sites: {
    type: "object",
    additionalProperties: { $ref: "pulumi.json#/Any" },
    description: "Sites by name, each with the keys of a cloud in clouds.yaml. A site that is not listed here is looked up in clouds.yaml.",
    secret: true,
  },
  defaultSite: {
    type: "string",
    description: "Default site for resources without `site`.",
    defaultInfo: { environment: ["OS_CLOUD"] },
  },
  liveValidation: {
    type: "boolean",
    description: "Whether a preview validates the program against the current contents of each site. `false` skips this check.",
    default: true,
  },
  endpointChangedSites: {
    type: "array",
    items: { type: "string" },
    description: "Names of sites whose endpoint URL changed but whose Neutron is the same. Required to operate on such a site.",
  },
};
