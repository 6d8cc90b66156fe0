// SPDX-License-Identifier: Apache-2.0

/** The stack configuration of the package, `border-gateway:<key>`, as variables of the package schema. */
export const settings = {
  sites: {
    type: "object",
    additionalProperties: { $ref: "pulumi.json#/Any" },
    description: "The sites by name, each with the keys of a cloud in clouds.yaml. A site that is not here is looked for in clouds.yaml.",
    secret: true,
  },
  cloud: {
    type: "string",
    description: "The site of every resource that names none.",
    defaultInfo: { environment: ["OS_CLOUD"] },
  },
  validate: {
    type: "string",
    description: "`live`, the default: a preview also checks the program against what the sites hold. `offline`: it asks no site.",
    default: "live",
  },
  siteMoved: {
    type: "array",
    items: { type: "string" },
    description: "Names of sites that are reached at another endpoint than before, and are the same Neutron all the same.",
  },
};
