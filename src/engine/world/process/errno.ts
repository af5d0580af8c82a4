/** What a failed system call says, in the words of strerror(3) of musl and glibc alike where they agree (glibc's otherwise). */
const TEXTS = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENXIO: 'No such device or address',
  E2BIG: 'Argument list too long',
  ENOEXEC: 'Exec format error',
  EBADF: 'Bad file descriptor',
  ECHILD: 'No child processes',
  EAGAIN: 'Resource temporarily unavailable',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EFAULT: 'Bad address',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EXDEV: 'Invalid cross-device link',
  ENODEV: 'No such device',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENFILE: 'Too many open files in system',
  EMFILE: 'Too many open files',
  ENOTTY: 'Inappropriate ioctl for device',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ESPIPE: 'Illegal seek',
  EROFS: 'Read-only file system',
  EMLINK: 'Too many links',
  EPIPE: 'Broken pipe',
  EDOM: 'Numerical argument out of domain',
  ERANGE: 'Numerical result out of range',
  ENAMETOOLONG: 'File name too long',
  ENOSYS: 'Function not implemented',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENODATA: 'No data available',
  EOVERFLOW: 'Value too large for defined data type',
  ENOTSOCK: 'Socket operation on non-socket',
  EOPNOTSUPP: 'Operation not supported',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENETUNREACH: 'Network is unreachable',
  ECONNABORTED: 'Software caused connection abort',
  ECONNRESET: 'Connection reset by peer',
  EISCONN: 'Transport endpoint is already connected',
  ENOTCONN: 'Transport endpoint is not connected',
  ETIMEDOUT: 'Connection timed out',
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
} as const;

/** An error number's name, as errno.h has it. */
export type ErrnoCode = keyof typeof TEXTS;

/** A failed system call. Its message is strerror's text: `No such file or directory`. */
export class Errno extends Error {
  override readonly name = 'Errno';
  readonly code: ErrnoCode;

  constructor(code: ErrnoCode) {
    // Failed calls are everyday things ($PATH lookups): taking down the stack of each would cost most of all.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(TEXTS[code]);
    Error.stackTraceLimit = limit;
    this.code = code;
  }
}

/** A write that failed, so that a program that reads and writes can tell which it was. */
export class WriteError extends Errno {}

/** Go writes strerror's texts in small letters. */
export function goText(error: Errno): string {
  const text = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  return error.code === 'ELOOP' ? 'too many levels of symbolic links' : text;
}
