/** Output as it came from a terminal, or from any process before API 1.42. */
export const RAW_STREAM = 'application/vnd.docker.raw-stream';
/** stdcopy frames; versions below 1.42 call them raw. */
export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream';
