/** Who takes the output of one process: its log, and each attached client. */
export interface OutputHub {
  write(stream: 'stdout' | 'stderr', data: Uint8Array): void;
}
