/** The simulated host's network card, as on Docker Desktop's machine: `eth0`, behind a router. */
export const HOST_INTERFACE = 'eth0';
export const HOST_ADDRESS = '192.168.65.3';
export const HOST_GATEWAY = '192.168.65.1';
