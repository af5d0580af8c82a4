# Terminals, followed logs, events, files both ways, compose.
here=$(mktemp -d); cd $here
docker events --filter "container=$NAME" --format '{{.Action}}' > events & events=$!
sleep 0.3
printf 'echo typed $((6*7))\nexit 4\n' | script -qec "docker run -it --rm --name $NAME-tty busybox sh" /dev/null | tr -d '\r' | grep -c 'typed 42'
docker run -d --name "$NAME" busybox sh -c 'for i in 1 2 3; do echo line $i; sleep 0.3; done; sleep 1' > /dev/null
docker logs -f "$NAME" 
docker wait "$NAME"
echo from the host > file
docker cp -q file "$NAME:/tmp/copied"
docker cp -q "$NAME:/tmp/copied" back; cat back
printf 'services:\n  web:\n    image: busybox\n    command: sh -c "echo composed; sleep 0.5"\n' > compose.yaml
docker compose -p "$NAME" --progress quiet up --no-log-prefix --quiet-pull 2>/dev/null | grep -v Attach
docker compose -p "$NAME" --progress quiet down
docker rm -f "$NAME"
sleep 0.3; kill $events; cat events | sort | uniq -c
rm -r $here
