# A walk through what the docker CLI does with streams: run, exec, attach, logs, cp, kill. $NAME is the container's name.
docker run -d --name "$NAME" --label "run=$NAME" busybox sh -c 'echo up; sleep 1000' > /dev/null
docker ps --filter "name=$NAME" --format '{{.Names}} {{.Image}}'
docker exec "$NAME" sh -c 'echo from exec; echo to stderr >&2; exit 3' 2>&1
echo "exit code $?"
echo piped | docker exec -i "$NAME" cat
printf 'read word\necho "the shell read $word"\n' > /dev/null
printf 'one\ntwo\n' | docker run -i --rm busybox sh -c 'read a; echo "first $a"; read b; echo "then $b"'
docker run --rm -t busybox sh -c 'test -t 1 && echo a terminal'
docker cp "$NAME:/etc/passwd" - | head -c 6
echo
docker logs "$NAME"
docker network create "$NAME-net" > /dev/null
docker network connect "$NAME-net" "$NAME"
docker volume create "$NAME-data"
docker inspect -f '{{.Name}} {{.State.Status}} {{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{end}}' "$NAME"
docker run nosuchimage:never 2>&1 | tail -n 1
docker kill "$NAME"
docker wait "$NAME"
docker rm "$NAME"
docker network rm "$NAME-net"
docker volume rm "$NAME-data"
docker ps -aq
