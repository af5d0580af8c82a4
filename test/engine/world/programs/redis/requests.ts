/** One request a line, words apart by a space; `''` is an empty word. */
export const REQUESTS: readonly string[] = `PING
PING hello
PING a b
ping
ECHO hi
ECHO
SET a 1
GET a
GET missing
GET
get a b
SET a 2 NX
SET b 2 NX
SET c 2 XX
SET a 3 XX
SET a 4 GET
SET new 4 GET
SET a 5 NX GET
SET a 5 EX 100
TTL a
PTTL missing
TTL b
SET a 6 KEEPTTL
TTL a
SET a 6
TTL a
SET a 6 EX 0
SET a 6 EX abc
SET a 6 EX
SET a 6 FOO
SET a 6 NX XX
SET a 6 EX 10 PX 10
SETNX a 1
SETNX d 1
SETEX e 100 v
TTL e
SETEX e 0 v
PSETEX f 100000 v
TTL f
GETSET a new
GETDEL a
GETDEL a
MSET a 1 b 2 c 3
MSET a 1 b
MGET a b c missing
MSETNX a 1 z 2
MSETNX y 1 z 2
APPEND a 234
APPEND log line
STRLEN a
STRLEN missing
GETRANGE a 0 1
GETRANGE a -2 -1
GETRANGE a 5 9
INCR n
INCRBY n 41
DECR n
DECRBY n 100
GET n
INCR log
INCRBY n x
DEL a b missing
UNLINK c
EXISTS a
EXISTS n n log missing
TYPE n
TYPE missing
RENAME n m
RENAME n m
GET m
EXPIRE m 100
EXPIRE missing 100
EXPIRE m 50 NX
EXPIRE m 50 GT
EXPIRE m 50 LT
TTL m
PERSIST m
PERSIST m
TTL m
EXPIRE m -1
EXISTS m
EXPIREAT log 9999999999
PERSIST log
LPUSH l a b c
RPUSH l d
LRANGE l 0 -1
LRANGE l 1 2
LRANGE l -2 -1
LRANGE l 5 9
LRANGE missing 0 -1
LRANGE l x 1
LLEN l
LINDEX l 0
LINDEX l -1
LINDEX l 99
LSET l 0 first
LSET l 99 x
LSET missing 0 x
LPOP l
RPOP l
LPOP l 2
LPOP l
LPOP l 2
EXISTS l
LPUSHX l a
RPUSHX l a
RPUSH l a b a c a
LREM l 2 a
LRANGE l 0 -1
LREM l -1 a
LRANGE l 0 -1
LREM l 0 zzz
RPUSH t 1 2 3 4 5
LTRIM t 1 -2
LRANGE t 0 -1
LTRIM t 5 9
EXISTS t
RPOP l -1
LPUSH log x
GET l
INCR l
SADD s 3 1 2
SADD s 2 4
SMEMBERS s
SCARD s
SISMEMBER s 1
SISMEMBER s 9
SREM s 1 9
SMEMBERS s
SADD one a
SMEMBERS one
SADD s2 2 9
SINTER s s2
SUNION s s2
SDIFF s s2
SINTER s missing
SMEMBERS missing
SREM one a
EXISTS one
HSET h f 1
HSET h f 2 g 3
HSET h f
HSET h f 1 g
HGET h f
HGET h missing
HGET missing f
HMGET h f g missing
HGETALL h
HGETALL missing
HKEYS h
HVALS h
HLEN h
HEXISTS h f
HEXISTS h zz
HINCRBY h f 5
HINCRBY h new 5
HSETNX h f 1
HSETNX h n2 1
HSET h text abc
HINCRBY h text 1
HDEL h f g missing
HMSET h2 a 1
HGETALL h2
SADD h x
KEYS h2
KEYS nothing*
KEYS [ab]x
DBSIZE
SELECT 1
DBSIZE
SET only here
KEYS *
SCAN 0
SCAN 0 MATCH on*
SCAN x
SCAN 0 FOO
FLUSHDB
DBSIZE
SELECT 0
SELECT 16
SELECT x
MULTI
SET tx 1
INCR tx
GET tx
EXEC
MULTI
SET tx 1
NOSUCH
EXEC
MULTI
MULTI
DISCARD
DISCARD
EXEC
MULTI
INCR h2
GET tx
EXEC
WATCH tx
MULTI
GET tx
EXEC
WATCH tx
SET tx 9
MULTI
GET tx
EXEC
UNWATCH
MULTI
WATCH tx
EXEC
NOSUCH
NOSUCH a b
CONFIG GET databases
CONFIG SET maxmemory-policy allkeys-lru
CONFIG GET maxmemory-policy
CONFIG SET maxmemory-policy noeviction
CONFIG FOO
CLIENT GETNAME
CLIENT SETNAME me
CLIENT GETNAME
AUTH secret
AUTH default x
HELLO 4
SET '' empty
GET ''
FLUSHALL
DBSIZE`.split('\n');

/** What redis-cli prints where nobody looks at a terminal, and as for one. */
export const CLI_CALLS: ReadonlyArray<readonly string[]> = [
  ['PING'],
  ['SET', 'k', 'a "quoted"\nline'],
  ['GET', 'k'],
  ['--no-raw', 'GET', 'k'],
  ['GET', 'missing'],
  ['--no-raw', 'GET', 'missing'],
  ['INCR', 'n'],
  ['--no-raw', 'INCR', 'n'],
  ['RPUSH', 'l', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
  ['LRANGE', 'l', '0', '-1'],
  ['--no-raw', 'LRANGE', 'l', '0', '-1'],
  ['--no-raw', 'LRANGE', 'missing', '0', '-1'],
  ['LRANGE', 'missing', '0', '-1'],
  ['INCR', 'k'],
  ['--no-raw', 'INCR', 'k'],
  ['--no-raw', 'SCAN', '9', 'COUNT', '1000', 'MATCH', 'zz'],
  ['-n', '3', 'DBSIZE'],
  ['FLUSHALL'],
];
