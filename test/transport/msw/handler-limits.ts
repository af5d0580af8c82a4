const HEADERS = "a web Response forgets its headers' case and order";
const NO_INPUT = 'a handler has no input: a connection that is taken over gives its output only, with 200';

/** What msw's handlers cannot do, by the contract's test; `dockerSource` can. Each is tried in docker-handlers.test.ts. */
export const HANDLER_LIMITS: Readonly<Record<string, string>> = {
  'hands on method, target and headers as they were sent': HEADERS,
  'keeps the connection, and answers pipelined requests in order': HEADERS,
  'reads sized and chunked bodies to their ends, and drops what the daemon leaves': HEADERS,
  'asks for the body only when the daemon reads it': HEADERS,
  'writes the headers as given, and the body in chunks as they come': HEADERS,
  'frames for HTTP/1.0 by closing, unless the length is known and the client keeps alive': HEADERS,
  'sends no body for HEAD, 204 and 304': HEADERS,
  'gives the connection away with 101; the client ends first': NO_INPUT,
  'drops an announced body that the daemon left, even where it comes late': NO_INPUT,
  'gives the connection away with 200 and no Upgrade, with what followed the body in one packet': NO_INPUT,
  'the daemon ends first, and still hears the client': NO_INPUT,
  'a daemon that rejects, or whose body throws, drops that connection only': NO_INPUT,
};
