// SPDX-License-Identifier: Apache-2.0

/** The stack configuration of the package, `border-gateway:<key>`, as variables of the package schema. */
export const settings = {
  sites: {
    type: "object",
    additionalProperties: { $ref: "pulumi.json#/Any" },
    description: "Sites by name, each with the keys of a cloud in clouds.yaml. A site that is not listed here is looked up in clouds.yaml.",
    secret: true,
  },
  cloud: {
    type: "string",
    description: "Default site for resources without `site`.",
    defaultInfo: { environment: ["OS_CLOUD"] },
  },
  validate: {
    type: "string",
    description: "`live` validates the program against the current contents of each site during preview. `offline` skips this check.",
    default: "live",
  },
  siteMoved: {
    type: "array",
    items: { type: "string" },
    description: "Names of sites whose endpoint URL changed but whose Neutron is the same. Required to operate on such a site.",
  },
};
