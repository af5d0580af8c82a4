import {
  int,
  map,
  omit,
  pointer,
  type StructSchema,
  slice,
  string,
  struct,
} from '../../support/go-json/schema.ts';

/** Docker's network.EndpointSettings, in the order of moby api/types/network/endpoint.go. */
export const endpointSettingsSchema: StructSchema = struct('network.EndpointSettings', {
  IPAMConfig: pointer(
    struct('network.EndpointIPAMConfig', {
      IPv4Address: omit(string),
      IPv6Address: omit(string),
      LinkLocalIPs: omit(slice(string)),
    }),
  ),
  Links: slice(string),
  Aliases: slice(string),
  MacAddress: string,
  DriverOpts: map(string),
  GwPriority: int,
  NetworkID: string,
  EndpointID: string,
  Gateway: string,
  IPAddress: string,
  IPPrefixLen: int,
  IPv6Gateway: string,
  GlobalIPv6Address: string,
  GlobalIPv6PrefixLen: int,
  DNSNames: slice(string),
});

/** Docker's network.NetworkingConfig. */
export const networkingConfigSchema: StructSchema = struct('network.NetworkingConfig', {
  EndpointsConfig: map(pointer(endpointSettingsSchema)),
});
