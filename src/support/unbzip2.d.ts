/** The block decoder of unbzip2-stream, without Node's streams around it. */
declare module 'unbzip2-stream/lib/bzip2.js' {
  /** Gives so many bits of the input; `null` goes on to the next whole byte. */
  type BitReader = ((count: number | null) => number) & { readonly bytesRead: number };
  const bzip2: {
    /** The size of the blocks to come, in units of 100,000 bytes. */
    header(bits: BitReader): number;
    /** Decodes a block into `write`, a byte at a time; null at the end of the stream. Throws where something is wrong. */
    decompress(
      bits: BitReader,
      write: (byte: number) => void,
      buffer: Int32Array,
      bufferSize: number,
      crc: number,
    ): number | null;
  };
  export default bzip2;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  const bitIterator: (
    nextPiece: () => Uint8Array,
  ) => ((count: number | null) => number) & { readonly bytesRead: number };
  export default bitIterator;
}
