# Several clients at once: one follows events, one follows logs, two run containers.
out=$(mktemp -d)
docker run -d --name "$NAME" busybox sh -c 'for i in 1 2 3; do sleep 0.2; echo "tick $i"; done' > /dev/null
docker logs -f "$NAME" > "$out/logs" &
docker run --rm busybox sh -c 'sleep 0.3; echo first' > "$out/first" &
docker run --rm busybox sh -c 'sleep 0.1; echo second' > "$out/second" &
docker wait "$NAME"
wait
cat "$out/logs" "$out/first" "$out/second"
docker rm "$NAME"
rm -r "$out"
