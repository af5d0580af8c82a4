/** What is wrong with an archive, in the words of Go's archive/tar. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

export const invalidHeader = () => new TarError('archive/tar: invalid tar header');
