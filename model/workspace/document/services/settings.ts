import { z } from "zod";
import { v1alphaCommand } from "../control/actions.js";
import { v1alphaResourceOverride } from "../environments/resource-rules.js";
import { message, optional } from "../message.js";
import { flag, text, texts } from "../wire.js";

/** Messages of ProviderService, SettingsService and VersionService. */

export const providerProviderResponse = message("providerProviderResponse", "It was done.", {});
export type ProviderProviderResponse = z.infer<typeof providerProviderResponse>;

export const configManagementPlugin = message(
  "ConfigManagementPlugin",
  "A plugin that renders directories.",
  {
    name: optional(text, "Name."),
    init: optional(v1alphaCommand, "What is run before."),
    generate: optional(v1alphaCommand, "What prints the objects."),
  },
);
export type ConfigManagementPlugin = z.infer<typeof configManagementPlugin>;

export const providerHelp = message("providerHelp", "Where people find help.", {
  chatText: optional(text, "Text of the link."),
  chatUrl: optional(text, "The link."),
});
export type ProviderHelp = z.infer<typeof providerHelp>;

export const accessClaim = message("accessClaim", "A claim that an identity has to bear.", {
  essential: optional(flag, "Whether it has to be there."),
  value: optional(text, "The value that it has to have."),
  values: optional(texts, "Values of which it has to have one."),
});
export type AccessClaim = z.infer<typeof accessClaim>;

export const providerConnector = message("providerConnector", "A way to log in.", {
  name: optional(text, "Name for people."),
  type: optional(text, "Protocol."),
});
export type ProviderConnector = z.infer<typeof providerConnector>;

export const providerAccessConfig = message("providerAccessConfig", "How callers log in.", {
  name: optional(text, "Name of the identity provider, for people."),
  issuer: optional(text, "URL of the identity provider."),
  clientID: optional(text, "Id of the user interface at the identity provider."),
  cliClientID: optional(text, "Id of the command line at the identity provider."),
  scopes: optional(texts, "Scopes that are asked for."),
  idTokenClaims: optional(z.record(z.string(), accessClaim), "Claims that are asked for."),
});
export type ProviderAccessConfig = z.infer<typeof providerAccessConfig>;

export const providerPlugin = message("providerPlugin", "A plugin that the service offers.", {
  name: optional(text, "Name."),
});
export type ProviderPlugin = z.infer<typeof providerPlugin>;

export const providerSettings = message("providerSettings", "How the service is set up.", {
  url: optional(text, "URL of the service."),
  appLabelKey: optional(text, "Label by which objects are known to belong to a workspace."),
  accessConfig: optional(providerAccessConfig, "The ways in which callers log in."),
  userLoginsDisabled: optional(flag, "Whether nobody can log in with a password."),
  passwordPattern: optional(text, "What passwords look like, as a regular expression."),
  configManagementPlugins: optional(z.array(configManagementPlugin), "Plugins that render directories.", {
    deprecated: true,
  }),
  plugins: optional(z.array(providerPlugin), "Plugins that the service offers."),
  resourceOverrides: optional(
    z.record(z.string(), v1alphaResourceOverride),
    "What is special about kinds, by group/kind.",
  ),
  help: optional(providerHelp, "Links to help."),
  statusBadgeEnabled: optional(flag, "Whether the state of a workspace can be shown as a picture."),
  uiBannerContent: optional(text, "Text of a banner."),
  uiBannerURL: optional(text, "Link of the banner."),
  uiCssURL: optional(text, "Style sheet of the user interface."),
});
export type ProviderSettings = z.infer<typeof providerSettings>;

export const versionVersionMessage = message(
  "versionVersionMessage",
  "Versions of the service and its tools.",
  {
    Version: optional(text, "Version of the service."),
    BuildDate: optional(text, "When it was built."),
    Compiler: optional(text, "What it was compiled by."),
    GitCommit: optional(text, "Commit that it was built from."),
    GitTag: optional(text, "Tag of that commit."),
    GitTreeState: optional(text, "clean, or dirty where files differed from the commit."),
    GoVersion: optional(text, "Version of Go."),
    HelmVersion: optional(text, "Version of Helm."),
    JsonnetVersion: optional(text, "Version of Jsonnet."),
    KsonnetVersion: optional(text, "Version of Ksonnet.", { deprecated: true }),
    KubectlVersion: optional(text, "Version of kubectl."),
    KustomizeVersion: optional(text, "Version of Kustomize."),
    Platform: optional(text, "Operating system and architecture."),
  },
);
export type VersionVersionMessage = z.infer<typeof versionVersionMessage>;
