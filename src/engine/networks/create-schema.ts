import { bool, type Infer, map, omit, pointer, slice, string, struct } from '../../support/go-json/schema.ts';

const ipamConfigSchema = struct('network.IPAMConfig', {
  Subnet: omit(string),
  IPRange: omit(string),
  Gateway: omit(string),
  AuxiliaryAddresses: omit(map(string)),
});

const ipamSchema = struct('network.IPAM', {
  Driver: string,
  Options: map(string),
  Config: slice(ipamConfigSchema),
});

/** moby api/types/network/network.go. Names have been unique since 1.44, whatever CheckDuplicate says. */
export const networkCreateSchema = struct('network.CreateRequest', {
  Driver: string,
  Scope: string,
  EnableIPv4: omit(pointer(bool)),
  EnableIPv6: omit(pointer(bool)),
  IPAM: pointer(ipamSchema),
  Internal: bool,
  Attachable: bool,
  Ingress: bool,
  ConfigOnly: bool,
  ConfigFrom: pointer(struct('network.ConfigReference', { Network: string })),
  Options: map(string),
  Labels: map(string),
  Name: string,
  CheckDuplicate: omit(pointer(bool)),
});

/** Docker's network.CreateRequest, as sent. */
export type NetworkCreateRequest = Infer<typeof networkCreateSchema>;
/** One entry of IPAM.Config, as sent. */
export type IpamConfigRequest = Infer<typeof ipamConfigSchema>;
